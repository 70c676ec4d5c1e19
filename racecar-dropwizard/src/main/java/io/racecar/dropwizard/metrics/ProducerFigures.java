package io.racecar.dropwizard.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Timer;
import io.racecar.RacecarListener.Delivered;
import io.racecar.RacecarListener.Produced;
import java.util.concurrent.atomic.LongAdder;

/** What is counted and timed of the producer. Thread-safe, without locks. */
final class ProducerFigures {
    private final Meter produced;
    private final Meter produceErrors;
    private final Histogram messageSize;
    private final Timer delivered;
    private final Meter deliveryErrors;
    private final LongAdder undelivered = new LongAdder();

    ProducerFigures(Timers timers, Registered registered) {
        produced = timers.meter(ProducerMetric.PRODUCED);
        produceErrors = timers.meter(ProducerMetric.PRODUCE_ERRORS);
        messageSize = timers.histogram(ProducerMetric.MESSAGE_SIZE);
        delivered = timers.timer(ProducerMetric.DELIVERED);
        deliveryErrors = timers.meter(ProducerMetric.DELIVERY_ERRORS);
        Gauge<Long> waiting = () -> Math.max(0, undelivered.sum()); // a delivery may be told before its message is
        registered.add(Names.of(Names.PRODUCER, ProducerMetric.UNDELIVERED), waiting);
    }

    void produced(Produced event) {
        if (event.error() != null) {
            produceErrors.mark();
            return;
        }
        undelivered.increment();
        produced.mark();
        messageSize.update(event.bytes());
    }

    void delivered(Delivered event) {
        undelivered.decrement();
        if (event.error() == null) {
            delivered.update(event.latency());
        } else {
            deliveryErrors.mark();
        }
    }
}
