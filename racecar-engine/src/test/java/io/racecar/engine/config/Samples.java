package io.racecar.engine.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Named;

/** Keys of the catalogue, at all levels where they may stand, and values that they accept. */
final class Samples {
    static final String CONSUMER = "user-ban-consumer";

    private static final List<String> VALUES = List.of(
            "false",
            "500",
            "1500ms",
            "256KiB",
            "kafka1:9092",
            "range",
            StringDeserializer.class.getName(),
            "a=b",
            "classic",
            "drop",
            "at-least-once",
            "debug",
            "key",
            "gzip",
            "fnv1a",
            "ssl",
            "PLAIN",
            "some.where");

    private Samples() {}

    static Stream<Named<Key>> keys() {
        return Stream.concat(
                        Settings.at(false).stream().map(setting -> Key.of(null, setting)),
                        Settings.at(true).stream().map(setting -> Key.of(CONSUMER, setting)))
                .map(key -> Named.of(key.path(), key));
    }

    /** Something that is accepted; nothing where it would have to be a file that is there. */
    static Optional<String> of(Setting<?> setting) {
        return VALUES.stream().filter(value -> accepts(setting, value)).findFirst();
    }

    private static boolean accepts(Setting<?> setting, String value) {
        try {
            setting.type().read(value);
            return true;
        } catch (InvalidValueException e) {
            return false;
        }
    }
}
