package io.racecar.jmx;

import io.racecar.Message;
import io.racecar.Partition;
import io.racecar.RacecarListener.DeadLettered;
import io.racecar.RacecarListener.HandlerStuck;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import io.racecar.RacecarListener.Skipped;
import io.racecar.RacecarListener.StateChanged;
import io.racecar.jmx.Table.Column;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.management.AttributeChangeNotification;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/** Makes notifications of events; their source is the MBean of the consumer or the partition they are about. Thread-safe. */
final class Notices {
    static final String FAILED = "racecar.message.failed";
    static final String DEAD_LETTERED = "racecar.message.deadLettered";
    static final String SKIPPED = "racecar.message.skipped";
    static final String STUCK = "racecar.handler.stuck";
    static final String PAUSED = "racecar.partition.paused";
    static final String RESUMED = "racecar.partition.resumed";

    /** An exception's text may be as long as a payload. */
    private static final int LONGEST_ERROR = 1024;

    private static final Table DETAILS = new Table(
            "Occurrence",
            "What a notification is about",
            new Column("topic", SimpleType.STRING),
            new Column("partition", SimpleType.INTEGER),
            new Column("offset", SimpleType.LONG),
            new Column("error", SimpleType.STRING));

    private final ObjectNames names;
    private final InstantSource clock;
    private final AtomicLong count = new AtomicLong();

    Notices(ObjectNames names, InstantSource clock) {
        this.names = names;
        this.clock = clock;
    }

    /** What is sent of a partition. */
    static MBeanNotificationInfo[] ofPartition() {
        return new MBeanNotificationInfo[] {
            new MBeanNotificationInfo(
                    new String[] {FAILED, DEAD_LETTERED, SKIPPED, STUCK, PAUSED, RESUMED},
                    Notification.class.getName(),
                    "A message failed, was dead-lettered or skipped; a handler is stuck; a partition was paused or"
                            + " resumed. The user data has topic, partition, offset and error")
        };
    }

    /** What is sent of a consumer: its changes of state, and all of its partitions'. */
    static MBeanNotificationInfo[] ofConsumer() {
        MBeanNotificationInfo states = new MBeanNotificationInfo(
                new String[] {AttributeChangeNotification.ATTRIBUTE_CHANGE},
                AttributeChangeNotification.class.getName(),
                "The state of a consumer has changed");
        return Stream.concat(Stream.of(states), Stream.of(ofPartition())).toArray(MBeanNotificationInfo[]::new);
    }

    Notification of(StateChanged event) {
        String text = event.consumer() + ": " + event.from() + " -> " + event.to()
                + (event.error() == null ? "" : ", because of " + shortened(event.error()));
        return new AttributeChangeNotification(
                names.consumer(event.consumer()),
                count.incrementAndGet(),
                clock.millis(),
                text,
                "State",
                String.class.getName(),
                event.from().name(),
                event.to().name());
    }

    /** After a failure, or by an operator. */
    Notification of(LanePaused event) {
        Throwable error = event.error();
        String how = event.duration() == null ? "until it is resumed" : "for " + seconds(event.duration());
        String text = error == null
                ? event.partition() + " is paused " + how
                : event.partition() + "@" + event.offset() + " failed, so it pauses " + how + ": " + shortened(error);
        String type = error == null ? PAUSED : FAILED;
        return of(type, event.consumer(), event.partition(), event.offset(), error, text);
    }

    Notification of(LaneResumed event) {
        String text = event.partition() + " is resumed after " + seconds(event.paused());
        return of(RESUMED, event.consumer(), event.partition(), -1, null, text);
    }

    Notification of(HandlerStuck event) {
        Partition partition = event.started().partition();
        long offset = event.started().messages().get(0).offset();
        String text =
                "the handler of " + partition + "@" + offset + " is stuck: it has run for " + seconds(event.running());
        return of(STUCK, event.started().consumer(), partition, offset, null, text);
    }

    Notification of(Skipped event) {
        String text = event.partition() + "@" + event.offset() + " was skipped, as " + event.requestedBy() + " asked";
        return of(SKIPPED, event.consumer(), event.partition(), event.offset(), null, text);
    }

    Notification of(DeadLettered event) {
        Message<?> message = event.message();
        Partition partition = new Partition(message.topic(), message.partition());
        String text = partition + "@" + message.offset() + " went to "
                + event.delivery().partition() + "@" + event.delivery().offset() + " after " + event.attempts()
                + " attempts: " + shortened(event.error());
        return of(DEAD_LETTERED, event.consumer(), partition, message.offset(), event.error(), text);
    }

    private Notification of(
            String type, String consumer, Partition partition, long offset, @Nullable Throwable error, String text) {
        ObjectName source = names.partition(consumer, partition);
        Notification made = new Notification(type, source, count.incrementAndGet(), clock.millis(), text);
        made.setUserData(
                DETAILS.row(partition.topic(), partition.number(), offset, error == null ? null : shortened(error)));
        return made;
    }

    private static String shortened(Throwable error) {
        String text = error.toString();
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR) + "…";
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
