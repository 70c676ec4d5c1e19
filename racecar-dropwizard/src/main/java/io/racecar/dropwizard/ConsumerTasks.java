package io.racecar.dropwizard;

import static io.racecar.dropwizard.TaskParameters.ACTION;
import static io.racecar.dropwizard.TaskParameters.CONSUMER;
import static io.racecar.dropwizard.TaskParameters.EXCEPTION;
import static io.racecar.dropwizard.TaskParameters.LIMIT;
import static io.racecar.dropwizard.TaskParameters.MAX_MESSAGES_PER_SECOND;
import static io.racecar.dropwizard.TaskParameters.OFFSET;
import static io.racecar.dropwizard.TaskParameters.PARTITION;
import static io.racecar.dropwizard.TaskParameters.TIME;
import static io.racecar.dropwizard.TaskParameters.TOPIC;

import io.dropwizard.core.setup.AdminEnvironment;
import io.racecar.Partition;
import io.racecar.dropwizard.ConsumerTask.Operation;
import io.racecar.engine.ConsumerControl;
import io.racecar.engine.config.RacecarConfig;
import jakarta.servlet.DispatcherType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;

/** The admin tasks. Their names and parameters are what operators' scripts rely on. */
final class ConsumerTasks {
    private final AdminEnvironment admin;
    private final Function<String, ConsumerControl> consumers;
    private final AdminCalls calls = new AdminCalls();

    private ConsumerTasks(AdminEnvironment admin, Function<String, ConsumerControl> consumers) {
        this.admin = admin;
        this.consumers = consumers;
    }

    static void register(
            AdminEnvironment admin, Function<String, ConsumerControl> consumers, Supplier<RacecarConfig> settings) {
        ConsumerTasks tasks = new ConsumerTasks(admin, consumers);
        tasks.register();
        tasks.add("dead-letters", List.of(CONSUMER, ACTION, EXCEPTION, LIMIT), new DeadLetterOperation(settings));
    }

    private void register() {
        admin.addFilter("racecar-tasks", calls)
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/tasks/*");
        add("pause", List.of(CONSUMER, TOPIC, PARTITION), ConsumerTasks::pause);
        add("resume", List.of(CONSUMER, TOPIC, PARTITION), ConsumerTasks::resume);
        add("retry", List.of(CONSUMER, TOPIC, PARTITION), ConsumerTasks::retry);
        add("skip", List.of(CONSUMER, TOPIC, PARTITION, OFFSET), ConsumerTasks::skip);
        add("seek", List.of(CONSUMER, TOPIC, PARTITION, OFFSET, TIME), ConsumerTasks::seek);
        add("rate", List.of(CONSUMER, MAX_MESSAGES_PER_SECOND), ConsumerTasks::rate);
        add("stop", List.of(CONSUMER), ConsumerTasks::stop);
        add("start", List.of(CONSUMER), ConsumerTasks::start);
    }

    private void add(String verb, List<String> parameters, Operation operation) {
        admin.addTask(new ConsumerTask("racecar-" + verb, parameters, operation, consumers, calls));
    }

    private static String pause(ConsumerControl consumer, TaskParameters parameters, String caller)
            throws BadParameterException {
        Optional<Partition> partition = parameters.partition();
        partition.ifPresentOrElse(consumer::pause, consumer::pause);
        return partition.map(it -> it + " paused").orElse("paused");
    }

    private static String resume(ConsumerControl consumer, TaskParameters parameters, String caller)
            throws BadParameterException {
        Optional<Partition> partition = parameters.partition();
        partition.ifPresentOrElse(consumer::resume, consumer::resume);
        return partition.map(it -> it + " resumed").orElse("resumed");
    }

    private static String retry(ConsumerControl consumer, TaskParameters parameters, String caller)
            throws BadParameterException {
        Partition partition = parameters.neededPartition();
        consumer.retryNow(partition);
        return partition + " retried";
    }

    private static String skip(ConsumerControl consumer, TaskParameters parameters, String caller)
            throws BadParameterException {
        Partition partition = parameters.neededPartition();
        long offset = parameters.offset();
        consumer.skip(partition, offset, caller);
        return partition + "@" + offset + " skipped";
    }

    private static String seek(ConsumerControl consumer, TaskParameters parameters, String caller)
            throws BadParameterException {
        Partition partition = parameters.neededPartition();
        if (parameters.has(OFFSET) == parameters.has(TIME)) {
            throw new BadParameterException("either offset or time must be given");
        }
        if (parameters.has(OFFSET)) {
            long offset = parameters.offset();
            consumer.seek(partition, offset);
            return partition + " continues at offset " + offset;
        }
        Instant time = parameters.time();
        consumer.seek(partition, time);
        return partition + " continues at the first message not older than " + time;
    }

    /** Without the parameter it only tells; {@code none} lifts the limit. */
    private static String rate(ConsumerControl consumer, TaskParameters parameters, String caller)
            throws BadParameterException {
        Optional<Double> wanted = parameters.maxMessagesPerSecond();
        if (wanted.isPresent()) {
            try {
                consumer.limit(wanted.get());
            } catch (IllegalArgumentException e) {
                throw new BadParameterException(String.valueOf(e.getMessage()));
            }
        } else if (parameters.has(MAX_MESSAGES_PER_SECOND)) {
            consumer.unlimit();
        }
        OptionalDouble now = consumer.maxMessagesPerSecond();
        return now.isPresent() ? "at most " + plain(now.getAsDouble()) + " messages per second" : "no limit";
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static String stop(ConsumerControl consumer, TaskParameters parameters, String caller) {
        consumer.stop();
        return "stopped";
    }

    private static String start(ConsumerControl consumer, TaskParameters parameters, String caller) {
        consumer.start();
        return "started";
    }
}
