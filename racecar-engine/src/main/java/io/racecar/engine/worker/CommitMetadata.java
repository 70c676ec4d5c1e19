package io.racecar.engine.worker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a commit carries beside the offset, as ASCII text {@code racecar/1 n=4 s=0}: fields of later versions are read over.
 *
 * @param partitions how many partitions the topic had when the group first started on it (O5), 0 if nobody knows
 * @param stuck how many members were stuck on the message at the offset (L4)
 */
record CommitMetadata(int partitions, int stuck) {
    static final CommitMetadata NONE = new CommitMetadata(0, 0);

    private static final Pattern TEXT = Pattern.compile("racecar/1((?: [a-z]+=[!-~]*)*)");
    private static final Pattern FIELD = Pattern.compile(" ([a-z]+)=(\\d{1,9})(?= |$)");

    /** None if it is not ours. */
    static CommitMetadata parse(String text) {
        Matcher ours = TEXT.matcher(text);
        if (!ours.matches()) {
            return NONE;
        }
        int partitions = 0;
        int stuck = 0;
        for (Matcher field = FIELD.matcher(ours.group(1)); field.find(); ) {
            int value = Integer.parseInt(field.group(2));
            switch (field.group(1)) {
                case "n" -> partitions = value;
                case "s" -> stuck = value;
                default -> {
                    // of a later version
                }
            }
        }
        return new CommitMetadata(partitions, stuck);
    }

    String text() {
        return "racecar/1 n=" + partitions + " s=" + stuck;
    }
}
