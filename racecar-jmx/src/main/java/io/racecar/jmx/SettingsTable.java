package io.racecar.jmx;

import io.racecar.engine.config.EffectiveSetting;
import io.racecar.jmx.Table.Column;
import java.util.List;
import java.util.Locale;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;

/** Settings as they apply, and where they come from. */
final class SettingsTable {
    private static final Table TABLE = new Table(
            "Setting",
            "A setting as it applies",
            new Column("key", SimpleType.STRING),
            new Column("value", SimpleType.STRING),
            new Column("source", SimpleType.STRING));

    private SettingsTable() {}

    static TabularData of(List<EffectiveSetting> settings) {
        return TABLE.of(
                settings.stream()
                        .map(it -> TABLE.row(it.path(), it.value(), source(it)))
                        .toList(),
                1);
    }

    private static String source(EffectiveSetting setting) {
        return setting.source().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
