package io.racecar.dropwizard.doctor;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The release of Kafka that a level of the feature {@code metadata.version} belongs to: the one version that brokers tell. */
final class Release {
    /** The first level of each. */
    private static final NavigableMap<Integer, String> FIRST = new TreeMap<>(Map.ofEntries(
            Map.entry(1, "3.0"),
            Map.entry(2, "3.1"),
            Map.entry(3, "3.2"),
            Map.entry(4, "3.3"),
            Map.entry(8, "3.4"),
            Map.entry(9, "3.5"),
            Map.entry(12, "3.6"),
            Map.entry(15, "3.7"),
            Map.entry(20, "3.8"),
            Map.entry(21, "3.9"),
            Map.entry(22, "4.0"),
            Map.entry(26, "4.1"),
            Map.entry(28, "4.2"),
            Map.entry(30, "4.3"),
            Map.entry(31, "4.4")));

    private static final int LAST_KNOWN = 33;

    private Release() {}

    static String of(int metadataVersion) {
        Map.Entry<Integer, String> release = FIRST.floorEntry(metadataVersion);
        if (release == null) {
            return "unknown";
        }
        return metadataVersion > LAST_KNOWN ? "later than " + release.getValue() : release.getValue();
    }
}
