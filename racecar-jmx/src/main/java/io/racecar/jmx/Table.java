package io.racecar.jmx;

import java.util.List;
import java.util.stream.Stream;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;
import org.jspecify.annotations.Nullable;

/** Rows of named values, in types that every JMX client can read. Thread-safe. */
final class Table {
    private final String[] names;
    private final CompositeType row;

    record Column(String name, OpenType<?> type) {}

    Table(String rowName, String description, Column... columns) {
        names = Stream.of(columns).map(Column::name).toArray(String[]::new);
        OpenType<?>[] types = Stream.of(columns).map(Column::type).toArray(OpenType<?>[]::new);
        try {
            row = new CompositeType(rowName, description, names, names, types);
        } catch (OpenDataException e) {
            throw new IllegalArgumentException(rowName, e);
        }
    }

    /** One row; values in the order of the columns. */
    CompositeData row(@Nullable Object... values) {
        try {
            return new CompositeDataSupport(row, names, values);
        } catch (OpenDataException e) {
            throw new IllegalArgumentException(row.getTypeName(), e);
        }
    }

    /** @param index how many of the first columns tell rows apart */
    TabularData of(List<CompositeData> rows, int index) {
        try {
            String[] indexed = List.of(names).subList(0, index).toArray(String[]::new);
            TabularDataSupport table = new TabularDataSupport(
                    new TabularType(row.getTypeName() + "s", row.getDescription() + "s", row, indexed));
            table.putAll(rows.toArray(CompositeData[]::new));
            return table;
        } catch (OpenDataException e) {
            throw new IllegalArgumentException(row.getTypeName(), e);
        }
    }
}
