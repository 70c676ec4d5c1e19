package io.racecar.engine;

import io.racecar.engine.RacecarPlugin.Attachment;
import io.racecar.engine.config.RacecarConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/** The plugins of one builder: those it was given, those on the classpath if it wants them, and those its settings ask for. */
final class Plugins {
    private static final String DATADOG = "datadog";

    private final List<RacecarPlugin> plugins = new ArrayList<>();

    void add(RacecarPlugin plugin) {
        plugins.add(plugin);
    }

    /** Adds those on the classpath, but those whose class is there already. */
    void install() {
        install(it -> true);
    }

    private void install(Predicate<RacecarPlugin> wanted) {
        ServiceLoader.load(RacecarPlugin.class).stream()
                .filter(found -> plugins.stream().noneMatch(it -> it.getClass() == found.type()))
                .map(ServiceLoader.Provider::get)
                .filter(wanted)
                .toList()
                .forEach(plugins::add);
    }

    /** Adds what has been enabled by name and is still missing; that it is nowhere to be found is a problem. */
    void require(RacecarConfig settings, List<String> problems) {
        if (!settings.datadog().enabled() || serves(DATADOG)) {
            return;
        }
        install(it -> it.serves().equals(DATADOG));
        if (!serves(DATADOG)) {
            problems.add(
                    "datadog.enabled is true, but racecar-datadog, which sends the metrics, is not on the classpath;"
                            + " add the dependency io.racecar:racecar-datadog, or set datadog.enabled to false");
        }
    }

    private boolean serves(String section) {
        return plugins.stream().anyMatch(it -> it.serves().equals(section));
    }

    List<Attachment> attach(RacecarConfig settings) {
        return plugins.stream()
                .map(it -> it.attach(settings))
                .<Attachment>flatMap(Optional::stream)
                .toList();
    }
}
