package io.racecar.jmx;

import io.racecar.engine.deadletters.DeadLetter;
import io.racecar.jmx.Table.Column;
import java.util.List;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;

/** Dead letters as rows, without their values. */
final class LettersTable {
    /** Keys may be as long as messages. */
    private static final int LONGEST_KEY = 1024;

    private static final Table TABLE = new Table(
            "DeadLetter",
            "A dead letter",
            new Column("partition", SimpleType.INTEGER),
            new Column("offset", SimpleType.LONG),
            new Column("time", SimpleType.STRING),
            new Column("from", SimpleType.STRING),
            new Column("attempts", SimpleType.INTEGER),
            new Column("redrives", SimpleType.INTEGER),
            new Column("key", SimpleType.STRING),
            new Column("exception", SimpleType.STRING),
            new Column("message", SimpleType.STRING),
            new Column("redrivenTo", SimpleType.STRING));

    private LettersTable() {}

    static TabularData of(List<DeadLetter> letters) {
        return TABLE.of(letters.stream().map(LettersTable::row).toList(), 2);
    }

    private static CompositeData row(DeadLetter it) {
        String key = it.key();
        return TABLE.row(
                it.partition().number(),
                it.offset(),
                it.time() == null ? null : it.time().toString(),
                it.original() == null ? null : it.original() + "@" + it.originalOffset(),
                it.attempts(),
                it.redrives(),
                key == null || key.length() <= LONGEST_KEY ? key : key.substring(0, LONGEST_KEY) + "\u2026",
                it.exception(),
                it.message(),
                String.join(", ", it.redrivenTo()));
    }
}
