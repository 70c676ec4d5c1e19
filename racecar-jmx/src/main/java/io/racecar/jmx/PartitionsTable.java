package io.racecar.jmx;

import io.racecar.engine.PartitionStatus;
import io.racecar.jmx.Table.Column;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/** What the MBeans of partitions tell, as rows. */
final class PartitionsTable {
    private static final Table TABLE = new Table(
            "Partition",
            "A partition that is assigned to this process",
            new Column("topic", SimpleType.STRING),
            new Column("partition", SimpleType.INTEGER),
            new Column("worker", SimpleType.INTEGER),
            new Column("position", SimpleType.LONG),
            new Column("committed", SimpleType.LONG),
            new Column("end", SimpleType.LONG),
            new Column("lag", SimpleType.LONG),
            new Column("committedLag", SimpleType.LONG),
            new Column("timeLagMillis", SimpleType.LONG),
            new Column("failingOffset", SimpleType.LONG),
            new Column("attempt", SimpleType.INTEGER),
            new Column("paused", SimpleType.BOOLEAN),
            new Column("pausedUntil", SimpleType.STRING));

    private PartitionsTable() {}

    static TabularData of(Collection<PartitionStatus> partitions) {
        return TABLE.of(partitions.stream().map(PartitionsTable::row).toList(), 2);
    }

    private static CompositeData row(PartitionStatus it) {
        return TABLE.row(
                it.partition().topic(),
                it.partition().number(),
                it.worker(),
                it.position(),
                it.committed(),
                it.end(),
                it.lag(),
                it.committedLag(),
                it.timeLagMillis(),
                it.failingOffset(),
                it.attempt(),
                it.paused(),
                pausedUntil(it));
    }

    /** As ISO 8601 has it, to the millisecond. */
    static @Nullable String pausedUntil(PartitionStatus partition) {
        Instant until = partition.pausedUntil();
        return until == null ? null : until.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
