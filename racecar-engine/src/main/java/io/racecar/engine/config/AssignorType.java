package io.racecar.engine.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.consumer.StickyAssignor;

/** One of Kafka's assignors by its short name, or another by its class. */
record AssignorType() implements ValueType<String> {
    private static final Map<String, Class<?>> STANDARD = Map.of(
            RangeAssignor.RANGE_ASSIGNOR_NAME,
            RangeAssignor.class,
            RoundRobinAssignor.ROUNDROBIN_ASSIGNOR_NAME,
            RoundRobinAssignor.class,
            StickyAssignor.STICKY_ASSIGNOR_NAME,
            StickyAssignor.class,
            CooperativeStickyAssignor.COOPERATIVE_STICKY_ASSIGNOR_NAME,
            CooperativeStickyAssignor.class);
    private static final List<String> NAMES = List.of("range", "roundrobin", "sticky", "cooperative-sticky");
    private static final ClassNameType OTHER = new ClassNameType(ConsumerPartitionAssignor.class);

    @Override
    public String read(Object given) throws InvalidValueException {
        String name = given.toString().toLowerCase(Locale.ROOT).replace('_', '-');
        if (STANDARD.containsKey(name)) {
            return name;
        }
        try {
            return OTHER.read(given);
        } catch (InvalidValueException e) {
            String meant = Suggestion.among(NAMES).hintFor(name);
            throw new InvalidValueException(meant.isEmpty() ? e.hint() : meant);
        }
    }

    @Override
    public String allowed() {
        return String.join(", ", NAMES) + " or class names of assignors";
    }

    @Override
    public Object kafka(String value) {
        Class<?> standard = STANDARD.get(value);
        return standard == null ? value : standard.getName();
    }
}
