package io.racecar.dropwizard.command;

import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.deadletters.DeadLetterFilter;
import io.racecar.engine.deadletters.DeadLetterTopic;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentGroup;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** The arguments that say which dead letters are meant. */
final class DeadLetterArguments {
    private static final String TOPIC = "dead_letter_topic";
    private static final String CONSUMER = "consumer";
    private static final char UNREADABLE = '\uFFFD';

    private DeadLetterArguments() {}

    static void addTopic(ArgumentParser parser) {
        parser.addArgument("--dead-letter-topic")
                .metavar("T")
                .help("the topic where they are; default: each that deadLetter.topic names");
    }

    static void addFilters(ArgumentParser parser) {
        ArgumentGroup filters = parser.addArgumentGroup("filters, all of which must fit");
        filters.addArgument("--consumer").metavar("NAME").help("the consumer that gave up");
        filters.addArgument("--topic").metavar("T").help("the topic where the message was");
        filters.addArgument("--partition")
                .metavar("P")
                .type(Integer.class)
                .choices(Arguments.range(0, Integer.MAX_VALUE))
                .help("the partition where the message was");
        filters.addArgument("--exception")
                .metavar("CLASS")
                .help("the class of the last exception, as com.example.NoStockException or NoStockException");
        filters.addArgument("--key").metavar("K").help("the key of the message");
        filters.addArgument("--since")
                .metavar("TIME")
                .type(new MomentArgument())
                .help("given up at that time or later, as 2026-11-22T16:00:00Z, or 2h for two hours ago");
        filters.addArgument("--until")
                .metavar("TIME")
                .type(new MomentArgument())
                .help("given up before that time");
    }

    static DeadLetterFilter filter(Namespace arguments) throws UsageException {
        @Nullable String key = arguments.getString("key");
        if (key != null && key.indexOf(UNREADABLE) >= 0) {
            throw new UsageException(
                    "--key is no text in this locale's encoding; set LC_ALL=C.UTF-8 where it is UTF-8");
        }
        @Nullable Instant since = arguments.get("since");
        @Nullable Instant until = arguments.get("until");
        if (since != null && until != null && !since.isBefore(until)) {
            throw new UsageException("--since must be before --until but was " + since + ", and --until " + until);
        }
        return DeadLetterFilter.ALL
                .ofConsumer(consumer(arguments))
                .fromTopic(arguments.getString("topic"))
                .fromPartition(arguments.getInt("partition"))
                .diedOf(arguments.getString("exception"))
                .ofKey(key)
                .between(since, until);
    }

    /** The topics where dead letters are. */
    static List<DeadLetterTopic> topics(RacecarConfig config, Namespace arguments) throws UsageException {
        List<String> names = names(config, arguments);
        if (names.isEmpty()) {
            throw new UsageException(
                    "no setting deadLetter.topic says where dead letters are; set it, or name the topic with"
                            + " --dead-letter-topic");
        }
        return names.stream().map(it -> DeadLetterTopic.of(config, it)).toList();
    }

    private static List<String> names(RacecarConfig config, Namespace arguments) {
        @Nullable String named = arguments.getString(TOPIC);
        if (named != null) {
            return List.of(named);
        }
        @Nullable String consumer = consumer(arguments);
        return consumer == null
                ? DeadLetterTopic.configured(config)
                : config.consumer(consumer).deadLetterTopic().stream().toList();
    }

    private static @Nullable String consumer(Namespace arguments) {
        @Nullable String given = arguments.getString(CONSUMER);
        return given == null ? null : DashedName.of(given);
    }

    /** The filters that are set. */
    static List<String> given(Namespace arguments) {
        return Stream.of(CONSUMER, "topic", "partition", "exception", "key", "since", "until")
                .filter(it -> Objects.nonNull(arguments.get(it)))
                .map(it -> "--" + it)
                .toList();
    }
}
