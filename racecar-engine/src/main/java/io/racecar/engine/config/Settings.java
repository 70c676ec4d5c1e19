package io.racecar.engine.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The catalogue: every key that is accepted, and how keys are found by their path. */
final class Settings {
    static final List<Setting<?>> ALL = Stream.of(
                    ProcessKeys.ALL,
                    ConsumerKeys.ALL,
                    FlowKeys.ALL,
                    DeadLetterKeys.ALL,
                    GuaranteeKeys.ALL,
                    FetchKeys.ALL,
                    ProducerKeys.ALL,
                    SecurityKeys.ALL,
                    OperationKeys.ALL,
                    DatadogKeys.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    /** Names of the original that are still read, with a warning. */
    static final Map<String, Setting<?>> FORMER_NAMES = Map.of("minMessageQueueSize", FetchKeys.MAX_BUFFERED_MESSAGES);

    private Settings() {}

    /** Those that may stand at the top or, with true, below a consumer. */
    static List<Setting<?>> at(boolean consumer) {
        return ALL.stream().filter(setting -> setting.scope().allows(consumer)).toList();
    }

    /** The setting or the entry of one that stands at a path, which is relative to the consumer if there is one. */
    static Optional<Key> find(@Nullable String consumer, String path) {
        return at(consumer != null).stream()
                .flatMap(setting -> match(consumer, setting, path).stream())
                .findFirst();
    }

    private static Optional<Key> match(@Nullable String consumer, Setting<?> setting, String path) {
        Key key = Key.of(consumer, setting);
        if (path.equals(setting.path())) {
            return Optional.of(key);
        }
        String below = setting.path() + ".";
        return setting.map().isPresent() && path.startsWith(below) && path.length() > below.length()
                ? Optional.of(key.entry(path.substring(below.length())))
                : Optional.empty();
    }

    /** Whether settings stand below that path. */
    static boolean isSection(@Nullable String consumer, String path) {
        return at(consumer != null).stream().anyMatch(setting -> setting.path().startsWith(path + "."));
    }
}
