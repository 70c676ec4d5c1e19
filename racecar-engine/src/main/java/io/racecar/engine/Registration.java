package io.racecar.engine;

import io.racecar.Consumer;
import io.racecar.engine.codec.Decoder;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A consumer as it was registered, its name settled.
 *
 * @param factory called once per worker
 * @param decoder made once per worker, for the declared type; the configuration may name another
 */
record Registration<V>(
        String name, Supplier<? extends Consumer<V>> factory, Supplier<Decoder<V>> decoder, List<TopicSource> sources) {

    /**
     * One subscription, as an annotation or a lambda's registration says it; one of both is set.
     *
     * @param properties raw Kafka properties, "name=value"
     */
    record TopicSource(
            @Nullable String topic,
            @Nullable String pattern,
            boolean startFromBeginning,
            int maxBytesPerPartition,
            List<String> properties) {}
}
