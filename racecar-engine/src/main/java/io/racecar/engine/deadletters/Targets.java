package io.racecar.engine.deadletters;

import io.racecar.Partition;
import io.racecar.engine.deadletters.Redrive.Placement;
import io.racecar.engine.deadletters.Refused.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Knows where dead letters go, and why some cannot. Asks the brokers once for each topic. Used by one thread. */
final class Targets {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private static final int HIDDEN = -1;

    private final Admin admin;
    private final Redrive how;
    private final Map<String, Integer> partitions = new HashMap<>();

    /**
     * Where a dead letter goes.
     *
     * @param topic null if that is not known
     * @param partition null: as its key says
     * @param refusal why it cannot go there; null if it can
     * @param text says the same; empty if it can
     */
    record Target(
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Reason refusal,
            String text) {}

    Targets(Admin admin, Redrive how) {
        this.admin = admin;
        this.how = how;
    }

    Target of(DeadLetter letter) {
        Partition original = letter.original();
        String topic = how.to() != null || original == null ? how.to() : original.topic();
        if (topic == null) {
            return refused(null, Reason.NO_ORIGIN, letter + " does not say where it was; name a topic for it");
        }
        if (topic.equals(letter.partition().topic())) {
            return refused(
                    null,
                    Reason.NO_ORIGIN,
                    letter + " says that it was in the dead-letter topic itself; name a topic for it");
        }
        int count = partitionsOf(topic);
        if (count == HIDDEN) {
            return refused(
                    topic,
                    Reason.NOT_ALLOWED,
                    letter + " is of topic " + topic
                            + ", which may not be seen with these credentials; allow DESCRIBE and"
                            + " WRITE, or name another");
        }
        if (count == 0) {
            return refused(
                    topic,
                    Reason.NO_SUCH_TOPIC,
                    letter + " is of topic " + (isName(topic) ? topic : "with a name that none can have")
                            + ", which does not exist; create it, or name another");
        }
        if (letter.redrives() >= how.maxRedrives()) {
            return refused(
                    topic,
                    Reason.TOO_OFTEN,
                    letter + " was put back " + letter.redrives() + " times already, and died again each time; find out"
                            + " why, then raise maxRedrives (" + how.maxRedrives() + ") if that is remedied");
        }
        return placed(topic, count, letter);
    }

    private Target placed(String topic, int count, DeadLetter letter) {
        Partition original = letter.original();
        if (original == null || how.placement() == Placement.BY_KEY) {
            return new Target(topic, null, null, "");
        }
        if (original.number() < count
                && (how.placement() == Placement.SAME_NUMBER || isAlike(topic, count, original))) {
            return new Target(topic, original.number(), null, "");
        }
        return how.placement() == Placement.SAME_NUMBER
                ? refused(
                        topic,
                        Reason.NO_SUCH_PARTITION,
                        letter + " is of partition " + original.number() + ", and " + topic + " has only " + count
                                + "; have it placed by its key")
                : new Target(topic, null, null, "");
    }

    /** In a topic with another number of partitions a key has another place. */
    private boolean isAlike(String topic, int count, Partition original) {
        return topic.equals(original.topic()) || count == partitionsOf(original.topic());
    }

    private static Target refused(@Nullable String topic, Reason reason, String text) {
        return new Target(topic, null, reason, text);
    }

    /** 0 if there is no such topic, or it is one of the brokers' own; {@link #HIDDEN} if that is not to be known. */
    private int partitionsOf(String topic) {
        return isName(topic) ? partitions.computeIfAbsent(topic, this::ask) : 0;
    }

    /** Whoever else writes dead letters may write anything into their headers; a long name ends the client that asks for it. */
    private static boolean isName(String topic) {
        return NAME.matcher(topic).matches();
    }

    private int ask(String topic) {
        try {
            TopicDescription found = Objects.requireNonNull(
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
            return found.isInternal() ? 0 : found.partitions().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof InvalidTopicException) {
                return 0;
            }
            if (e.getCause() instanceof TopicAuthorizationException) {
                return HIDDEN;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
