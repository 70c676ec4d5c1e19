package io.racecar.engine;

import io.racecar.engine.Assembly.Planned;
import io.racecar.engine.codec.Json;
import io.racecar.engine.config.RacecarConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What settings say of consumers, checked without the application, which may register others. */
public final class ConfiguredConsumers {
    private ConfiguredConsumers() {}

    /**
     * What {@link Racecar.Builder#build} would refuse whatever the application registers: problems of the settings, and of
     * the classes that they name. Loads these; makes no consumer, connects to nothing.
     */
    public static List<String> problems(RacecarConfig config) {
        List<String> problems = new ArrayList<>(config.problems());
        List<Registration<?>> declared = Registry.declared(config.consumerClasses(), Json.standard(), problems);
        if (config.problems().isEmpty()) {
            checkReadable(config, declared, problems);
        }
        return problems;
    }

    private static void checkReadable(RacecarConfig config, List<Registration<?>> declared, List<String> problems) {
        List<Planned> planned = new ArrayList<>();
        for (Registration<?> it : declared) {
            Map<String, String> renames = config.consumer(it.name()).topics();
            planned.add(new Planned(it, SubscriptionPlan.of(it.name(), it.sources(), renames, problems)));
        }
        checkOthers(config, problems);
        ClientChecks.checkTopicsAndGroups(config, planned, problems);
        new Plugins().require(config, problems);
    }

    /** Settings for all consumers, and those of consumers that the application is to register. */
    private static void checkOthers(RacecarConfig config, List<String> problems) {
        List<String> forAll = config.withoutConsumers().consumer("any").deadLetterOn();
        ClientChecks.checkExceptions("deadLetter.on", forAll, problems);
        for (String name : config.consumerNames()) {
            ClientChecks.checkDeserializer(config.consumer(name), problems);
            Set<String> own = new LinkedHashSet<>(config.consumer(name).deadLetterOn());
            forAll.forEach(own::remove);
            ClientChecks.checkExceptions("consumers." + name + ".deadLetter.on", own, problems);
        }
    }
}
