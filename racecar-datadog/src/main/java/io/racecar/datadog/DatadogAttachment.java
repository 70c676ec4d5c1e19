package io.racecar.datadog;

import io.racecar.Partition;
import io.racecar.engine.Racecar;
import io.racecar.engine.RacecarPlugin.Attachment;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures a Racecar, and sends what it has measured from a thread of its own: those that handle, poll and produce only add up.
 * Thread-safe.
 */
final class DatadogAttachment implements Attachment {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** The agent keeps figures for each ten seconds: a divisor of that makes them even. */
    private static final Duration FLUSH = Duration.ofSeconds(2);

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Meters meters;
    private final Lines lines;
    private final Agent agent;
    private final Duration lookInterval;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, DatadogAttachment::daemon);

    /** @param lookInterval how often lag, pauses and states are sent */
    DatadogAttachment(Meters meters, Lines lines, Agent agent, Duration lookInterval) {
        this.meters = meters;
        this.lines = lines;
        this.agent = agent;
        this.lookInterval = lookInterval;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "racecar-datadog");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void built(Racecar racecar) {
        long flush = FLUSH.toMillis();
        long look = lookInterval.toMillis();
        thread.scheduleAtFixedRate(() -> safely(this::flush), flush, flush, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(
                () -> safely(() -> look(racecar)), Math.min(flush, look), look, TimeUnit.MILLISECONDS);
    }

    private static void safely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // or nothing would ever be sent again, without a word
            LOG.warn("metrics for Datadog could not be sent", e);
        }
    }

    private void flush() {
        meters.flush(lines);
        lines.end();
    }

    private void look(Racecar racecar) {
        meters.look(racecar.consumers(), lines);
        lines.end();
    }

    @Override
    public void closed() {
        thread.execute(this::end);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the last metrics for Datadog could not be sent in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        safely(this::flush);
        try {
            agent.close();
        } catch (IOException e) {
            LOG.debug("the socket of the Datadog agent cannot be closed", e);
        }
    }

    @Override
    public void handlingFinished(HandlingFinished event) {
        meters.consumer(event.started().consumer())
                .partition(event.started().partition())
                .handled(event);
    }

    @Override
    public void polled(Polled event) {
        meters.consumer(event.consumer()).polled(event);
    }

    @Override
    public void produced(Produced event) {
        meters.producer().produced(event);
    }

    @Override
    public void delivered(Delivered event) {
        meters.producer().delivered(event);
    }

    @Override
    public void stateChanged(StateChanged event) {
        meters.consumer(event.consumer()).became(event.to());
    }

    @Override
    public void groupJoined(GroupJoined event) {
        Series series = meters.consumer(event.consumer()).series();
        series.record(Metric.JOIN_GROUP, event.duration().toNanos());
        if (event.error() != null) {
            series.count(Metric.JOIN_GROUP_ERRORS);
        }
    }

    @Override
    public void groupLeft(GroupLeft event) {
        Series series = meters.consumer(event.consumer()).series();
        series.record(Metric.LEAVE_GROUP, event.duration().toNanos());
        if (event.error() != null) {
            series.count(Metric.LEAVE_GROUP_ERRORS);
        }
    }

    @Override
    public void partitionsRevoked(PartitionsRevoked event) {
        event.partitions().forEach(meters.consumer(event.consumer())::forget);
    }

    @Override
    public void lanePaused(LanePaused event) {
        meters.consumer(event.consumer()).partition(event.partition()).paused();
    }

    @Override
    public void laneResumed(LaneResumed event) {
        if (event.key() == null) { // else another key may still be paused, which the next look finds out
            meters.consumer(event.consumer()).partition(event.partition()).resumed();
        }
    }

    @Override
    public void handlerStuck(HandlerStuck event) {
        count(event.started().consumer(), event.started().partition(), Metric.STUCK);
    }

    @Override
    public void skipped(Skipped event) {
        count(event.consumer(), event.partition(), Metric.SKIPPED);
    }

    @Override
    public void deadLettered(DeadLettered event) {
        Partition partition =
                new Partition(event.message().topic(), event.message().partition());
        count(event.consumer(), partition, Metric.DEAD_LETTERS);
    }

    private void count(String consumer, Partition partition, Metric metric) {
        meters.consumer(consumer).partition(partition).series().count(metric);
    }
}
