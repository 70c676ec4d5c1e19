package io.racecar.jmx;

import io.racecar.engine.Racecar;
import io.racecar.engine.RacecarPlugin.Attachment;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.Notification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the MBeans of a Racecar in line with what happens in it. A thread of its own registers them and sends notifications:
 * the MBean server and subscribers in this JVM may take their time, and poll threads have none. Thread-safe.
 */
final class JmxAttachment implements Attachment {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** Beyond that many waiting, notifications are dropped: a subscriber that hangs must not fill the memory. */
    private static final int LONGEST_QUEUE = 10_000;

    private final MBeans beans;
    private final Notices notices;
    private final ThreadPoolExecutor thread;

    JmxAttachment(MBeans beans, Notices notices) {
        this.beans = beans;
        this.notices = notices;
        this.thread = new ThreadPoolExecutor(
                1, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), JmxAttachment::daemon);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // what comes after the close
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "racecar-jmx");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void built(Racecar racecar) {
        beans.add(racecar);
    }

    @Override
    public void closed() {
        thread.execute(beans::removeAll);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the MBeans are still registered: a subscriber of their notifications does not return");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void partitionsAssigned(PartitionsAssigned event) {
        thread.execute(() -> beans.assigned(event.consumer(), event.worker(), event.partitions()));
    }

    @Override
    public void partitionsRevoked(PartitionsRevoked event) {
        thread.execute(() -> beans.revoked(event.consumer(), event.worker(), event.partitions()));
    }

    @Override
    public void stateChanged(StateChanged event) {
        send(event.consumer(), () -> notices.of(event));
    }

    @Override
    public void lanePaused(LanePaused event) {
        send(event.consumer(), () -> notices.of(event));
    }

    @Override
    public void laneResumed(LaneResumed event) {
        send(event.consumer(), () -> notices.of(event));
    }

    @Override
    public void handlerStuck(HandlerStuck event) {
        send(event.started().consumer(), () -> notices.of(event));
    }

    @Override
    public void skipped(Skipped event) {
        if (!event.requestedBy().equals(Skipped.MESSAGE_EXPIRY)) { // of which there may be too many
            send(event.consumer(), () -> notices.of(event));
        }
    }

    @Override
    public void deadLettered(DeadLettered event) {
        send(event.consumer(), () -> notices.of(event));
    }

    private void send(String consumer, Supplier<Notification> notification) {
        if (thread.getQueue().size() < LONGEST_QUEUE) {
            Notification made = notification.get();
            thread.execute(() -> beans.send(consumer, made));
        }
    }
}
