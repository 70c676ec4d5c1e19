package io.racecar.benchmarks.probe;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Counts for {@link Task#PRODUCE} when the broker has acknowledged an output: the same for all, whatever they call a
 * success.
 *
 * <p>To be named in a producer's {@code interceptor.classes}. Kafka creates it by its name, so the counter is static. Kafka
 * calls it on the producer's one thread.
 */
public final class AcknowledgedOutput implements ProducerInterceptor<Object, Object> {
    private static final AtomicReference<@Nullable Progress> COUNTER = new AtomicReference<>();

    private final Progress progress = Objects.requireNonNull(COUNTER.get(), "nothing counts acknowledged output");

    /** Created by Kafka, after {@link #countedBy}. */
    public AcknowledgedOutput() {}

    /**
     * Sets what counts, for the one producer of this JVM.
     *
     * @param progress counts acknowledged outputs
     * @return what {@code interceptor.classes} is to be set to
     */
    public static String countedBy(Progress progress) {
        COUNTER.set(progress);
        return AcknowledgedOutput.class.getName();
    }

    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
        return record;
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception error) {
        if (error == null) {
            progress.handled();
        }
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
