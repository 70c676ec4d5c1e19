package io.racecar.benchmarks.parallelconsumer;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ParallelConsumerOptionsBuilder;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.racecar.benchmarks.probe.Run;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Builds processors: the settings {@code ordering} and {@code maxConcurrency} are theirs, the rest is the Kafka client's. */
final class Processors {
    private static final String ORDERING = "ordering";
    private static final String MAX_CONCURRENCY = "maxConcurrency";

    private Processors() {}

    static ParallelStreamProcessor<byte[], byte[]> consuming(Run run) {
        return ParallelStreamProcessor.createEosStreamProcessor(options(run).build());
    }

    static ParallelStreamProcessor<byte[], byte[]> producing(Run run, String interceptor) {
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, run.brokers());
        properties.put(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, interceptor);
        return ParallelStreamProcessor.createEosStreamProcessor(options(run)
                .producer(new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()))
                .build());
    }

    private static ParallelConsumerOptionsBuilder<byte[], byte[]> options(Run run) {
        Map<String, String> settings = run.settings();
        ParallelConsumerOptionsBuilder<byte[], byte[]> options = ParallelConsumerOptions.<byte[], byte[]>builder()
                .consumer(
                        new KafkaConsumer<>(properties(run), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        if (settings.containsKey(ORDERING)) {
            options.ordering(ProcessingOrder.valueOf(settings.get(ORDERING).toUpperCase(Locale.ROOT)));
        }
        if (settings.containsKey(MAX_CONCURRENCY)) {
            options.maxConcurrency(Integer.parseInt(settings.get(MAX_CONCURRENCY)));
        }
        return options;
    }

    private static Properties properties(Run run) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, run.brokers());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, run.group());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.putAll(run.settings());
        properties.remove(ORDERING);
        properties.remove(MAX_CONCURRENCY);
        return properties;
    }
}
