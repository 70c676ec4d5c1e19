package io.racecar.dropwizard;

import io.racecar.Partition;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a task was called with. Immutable. */
final class TaskParameters {
    static final String CONSUMER = "consumer";
    static final String TOPIC = "topic";
    static final String PARTITION = "partition";
    static final String OFFSET = "offset";
    static final String TIME = "time";
    static final String MAX_MESSAGES_PER_SECOND = "maxMessagesPerSecond";
    static final String ACTION = "action";
    static final String EXCEPTION = "exception";
    static final String LIMIT = "limit";
    private static final String NONE = "none";
    private static final long GREATEST_LIMIT = 10_000;
    private static final long USUAL_LIMIT = 1000;

    private static final long GREATEST_OFFSET = 999_999_999_999_999_999L;

    private final Map<String, List<String>> given;

    /**
     * Takes them.
     *
     * @param known the names that the task understands
     * @throws BadParameterException if there is another one, or one is given twice
     */
    TaskParameters(Map<String, List<String>> given, Collection<String> known) throws BadParameterException {
        this.given = given;
        for (Map.Entry<String, List<String>> parameter : given.entrySet()) {
            if (!known.contains(parameter.getKey())) {
                throw new BadParameterException(
                        "there is no parameter " + parameter.getKey() + " here; there is " + String.join(", ", known));
            }
            if (parameter.getValue().size() != 1) {
                throw new BadParameterException(parameter.getKey() + " must be given once");
            }
        }
    }

    boolean has(String name) {
        return find(name).isPresent();
    }

    /** The topic and partition, if any is named. */
    Optional<Partition> partition() throws BadParameterException {
        return has(TOPIC) || has(PARTITION) ? Optional.of(neededPartition()) : Optional.empty();
    }

    Partition neededPartition() throws BadParameterException {
        String topic = text(TOPIC);
        long number = number(PARTITION, Integer.MAX_VALUE);
        return new Partition(topic, (int) number);
    }

    long offset() throws BadParameterException {
        return number(OFFSET, GREATEST_OFFSET);
    }

    Instant time() throws BadParameterException {
        String text = text(TIME);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new BadParameterException(TIME + " must be a time such as 2026-11-22T12:00:00Z but was " + text);
        }
    }

    /** Empty for none, and where it is not given. */
    Optional<Double> maxMessagesPerSecond() throws BadParameterException {
        Optional<String> text = find(MAX_MESSAGES_PER_SECOND).filter(it -> !it.equalsIgnoreCase(NONE));
        try {
            return text.map(Double::valueOf);
        } catch (NumberFormatException e) {
            throw new BadParameterException(
                    MAX_MESSAGES_PER_SECOND + " must be a number, or none for no limit, but was " + text.orElseThrow());
        }
    }

    /** Whether dead letters are to be put back, not counted. */
    boolean redrives() throws BadParameterException {
        String action = find(ACTION).orElse("list");
        return switch (action) {
            case "list" -> false;
            case "redrive" -> true;
            default -> throw new BadParameterException(ACTION + " must be list or redrive but was " + action);
        };
    }

    /** How many dead letters one call puts back. */
    long limit() throws BadParameterException {
        long limit = has(LIMIT) ? number(LIMIT, GREATEST_LIMIT) : USUAL_LIMIT;
        if (limit == 0) {
            throw new BadParameterException(LIMIT + " must be 1 or more but was 0");
        }
        return limit;
    }

    String text(String name) throws BadParameterException {
        return find(name).orElseThrow(() -> new BadParameterException(name + " must be given"));
    }

    private long number(String name, long most) throws BadParameterException {
        String text = text(name);
        if (text.matches("[0-9]{1,18}") && Long.parseLong(text) <= most) {
            return Long.parseLong(text);
        }
        throw new BadParameterException(name + " must be a whole number from 0 to " + most + " but was " + text);
    }

    private Optional<String> find(String name) {
        return given.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isBlank())
                .findFirst();
    }
}
