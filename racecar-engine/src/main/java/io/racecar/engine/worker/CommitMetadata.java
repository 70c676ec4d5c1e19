package io.racecar.engine.worker;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a commit carries beside the offset, as ASCII text {@code racecar/1 n=4 s=0}: fields of later versions are read over.
 *
 * @param partitions how many partitions the topic had when the group first started on it (O5), 0 if nobody knows
 * @param stuck how many members were stuck on the message at {@code stuckOffset} (L4)
 * @param stuckOffset which message, if there is one; else it is not written
 * @param finished what is finished beyond the offset (O4), if anything is
 * @param problem why something that stood there is ignored; null if nothing is
 */
record CommitMetadata(
        int partitions,
        int stuck,
        long stuckOffset,
        @Nullable Finished finished,
        @Nullable String problem) {
    static final CommitMetadata NONE = new CommitMetadata(0, 0, -1, null, null);

    private static final Pattern TEXT = Pattern.compile("racecar/1((?: [a-z]+=[!-~]*)*)");
    private static final Pattern FIELD = Pattern.compile(" ([a-z]+)=([!-~]*)");
    private static final Pattern CHECKSUM = Pattern.compile("(.*) k=([0-9a-f]{8})");
    /** Of all but the runs, however large the numbers are. */
    private static final int LONGEST_FRAME = 160;

    private static final int CHECKSUM_LENGTH = " k=12345678".length();

    /**
     * What is finished beyond a committed offset. Mirroring tools copy metadata onto other offsets and clusters, so it says
     * where it belongs.
     *
     * @param base the committed offset
     * @param leaderEpoch committed with it; -1 for none
     * @param latestEpoch of the latest leader whose records were known; what a later one has written is not what was finished
     */
    record Finished(String cluster, long base, int leaderEpoch, int latestEpoch, Runs runs) {}

    CommitMetadata(int partitions, int stuck) {
        this(partitions, stuck, -1, null, null);
    }

    /** None, with a problem, if it is not ours. */
    static CommitMetadata parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        Matcher ours = TEXT.matcher(text);
        if (!ours.matches()) {
            return new CommitMetadata(0, 0, -1, null, "it is not of this version of Racecar");
        }
        Map<String, String> fields = new HashMap<>();
        for (Matcher field = FIELD.matcher(ours.group(1)); field.find(); ) {
            fields.put(field.group(1), field.group(2));
        }
        int partitions = (int) number(fields, "n", 0);
        int stuck = (int) number(fields, "s", 0);
        long stuckOffset = number(fields, "o", -1);
        if (!fields.containsKey("f")) {
            return new CommitMetadata(partitions, stuck, stuckOffset, null, null);
        }
        Finished finished = finished(text, fields);
        String problem = finished == null ? "its checksum is wrong" : null;
        return new CommitMetadata(partitions, stuck, stuckOffset, finished, problem);
    }

    private static long number(Map<String, String> fields, String name, long otherwise) {
        String text = fields.getOrDefault(name, "");
        return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : otherwise;
    }

    private static @Nullable Finished finished(String text, Map<String, String> fields) {
        Matcher checked = CHECKSUM.matcher(text);
        if (!checked.matches() || !checksum(checked.group(1)).equals(checked.group(2))) {
            return null;
        }
        long base = number(fields, "b", -1);
        Runs runs = Runs.parse(fields.getOrDefault("f", ""), base);
        if (runs == null) {
            return null;
        }
        int leaderEpoch = (int) number(fields, "e", -1);
        int latestEpoch = (int) number(fields, "l", leaderEpoch);
        return new Finished(fields.getOrDefault("c", ""), base, leaderEpoch, latestEpoch, runs);
    }

    private static String checksum(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.US_ASCII));
        return String.format("%08x", sum.getValue());
    }

    /** How many offsets from the committed one on surely fit into so many characters, whichever of them are finished. */
    static int reach(int longest) {
        return Math.max(1, Runs.reach(longest - LONGEST_FRAME));
    }

    /** At most so many characters, but for the few that are always there. */
    String text(int longest) {
        String text = "racecar/1 n=" + partitions + " s=" + stuck + (stuck > 0 ? " o=" + stuckOffset : "");
        if (finished == null || finished.runs().isEmpty()) {
            return text;
        }
        String before = text + " c=" + finished.cluster + " b=" + finished.base + " e=" + finished.leaderEpoch + " l="
                + finished.latestEpoch + " f=";
        String runs = finished.runs().text(finished.base, longest - before.length() - CHECKSUM_LENGTH);
        return runs.isEmpty() ? text : before + runs + " k=" + checksum(before + runs);
    }
}
