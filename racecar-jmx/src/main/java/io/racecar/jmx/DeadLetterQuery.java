package io.racecar.jmx;

import io.racecar.engine.deadletters.DeadLetterFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which dead letters an operator means, from one line. */
final class DeadLetterQuery {
    static final String SYNTAX = "Which: empty for all, or some of topic=orders partition=3 exception=NoStockException"
            + " since=2026-11-22T12:00:00Z until=2026-11-22T13:00:00Z, then key=, which takes the rest";

    private static final Pattern TERM = Pattern.compile("([a-z]+)=(\\S+)(?:\\s+|$)");
    private static final String KEY = "key=";

    private DeadLetterQuery() {}

    /** @throws IllegalArgumentException if that is not understood */
    static DeadLetterFilter of(String consumer, String text) {
        DeadLetterFilter filter = DeadLetterFilter.ALL.ofConsumer(consumer);
        String rest = text.strip();
        Set<String> names = new HashSet<>();
        while (!rest.isEmpty() && !rest.startsWith(KEY)) {
            Matcher term = TERM.matcher(rest);
            if (!term.lookingAt() || !names.add(term.group(1))) {
                throw notUnderstood(rest);
            }
            filter = with(filter, term);
            rest = rest.substring(term.end());
        }
        return rest.isEmpty() ? filter : filter.ofKey(rest.substring(KEY.length()));
    }

    private static DeadLetterFilter with(DeadLetterFilter filter, Matcher term) {
        String value = term.group(2);
        return switch (term.group(1)) {
            case "topic" -> filter.fromTopic(value);
            case "partition" -> filter.fromPartition(partition(value));
            case "exception" -> filter.diedOf(value);
            case "since" -> filter.between(time("since", value), filter.until());
            case "until" -> filter.between(filter.since(), time("until", value));
            default -> throw notUnderstood(term.group());
        };
    }

    private static int partition(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("partition must be a whole number from 0 on but was " + text);
        }
        return Integer.parseInt(text);
    }

    /** @throws IllegalArgumentException if it is none */
    static Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    name + " must be a time such as 2026-11-22T12:00:00Z or 2026-11-22T14:00:00+02:00 but was " + text,
                    e);
        }
    }

    private static IllegalArgumentException notUnderstood(String text) {
        return new IllegalArgumentException("filter has \"" + text.strip() + "\", which is not understood. " + SYNTAX);
    }
}
