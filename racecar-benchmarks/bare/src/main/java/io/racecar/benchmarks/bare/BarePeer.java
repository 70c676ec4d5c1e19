package io.racecar.benchmarks.bare;

import io.racecar.benchmarks.probe.AcknowledgedOutput;
import io.racecar.benchmarks.probe.PageView;
import io.racecar.benchmarks.probe.Peer;
import io.racecar.benchmarks.probe.Progress;
import io.racecar.benchmarks.probe.Run;
import io.racecar.benchmarks.probe.Task;
import io.racecar.benchmarks.probe.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One thread that polls and handles, offsets committed by the client every 5 s; the settings are the client's own. */
public final class BarePeer implements Peer {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String INTERCEPTORS = ProducerConfig.INTERCEPTOR_CLASSES_CONFIG;
    private static final String THREADS = "bare.threads";
    private static final String SHARE = "bare.share";
    private static final String TRANSACTIONS = "bare.transactions";

    /** Found as a service. */
    public BarePeer() {}

    @Override
    public void start(Run run) {
        String threads = run.settings().get(THREADS);
        Progress progress = threads == null ? run.oneThread() : run.manyThreads();
        Handling handling = switch (run.task()) {
            case MESSAGE, BATCH -> records -> records.forEach(record -> progress.handled());
            case JSON -> new JsonHandling(progress, PageView.class);
            case SLEEP ->
                threads == null
                        ? each(run.work(progress))
                        : new PooledHandling(Integer.parseInt(threads), run.work(progress));
            case LATENCY -> each(run.work(progress));
            case POISON -> skippingFailures(run.work(progress));
            case PRODUCE -> producing(run, Map.of(INTERCEPTORS, AcknowledgedOutput.countedBy(progress)));
            case RELAY -> producing(run, Map.of());
        };
        Runnable loop = run.settings().containsKey(SHARE)
                ? () -> ShareLoop.run(run.topic(), consumerProperties(run, run.group()), handling)
                : () -> loop(run, run.topic(), run.group(), handling);
        new Thread(loop, "bare-loop").start();
        if (run.task() == Task.RELAY) {
            Handling reading = each(run.work(progress));
            new Thread(() -> loop(run, run.outputTopic(), run.group() + "-output", reading), "bare-reader").start();
        }
    }

    private static Handling each(Work work) {
        return records -> {
            for (var record : records) {
                work.handle(record.key(), record.value());
            }
        };
    }

    /** What fails is let go, as a loop does that has no better place for it. */
    private static Handling skippingFailures(Work work) {
        return records -> {
            for (var record : records) {
                try {
                    work.handle(record.key(), record.value());
                } catch (IllegalStateException expected) {
                    continue;
                }
            }
        };
    }

    private static Handling producing(Run run, Map<String, String> others) {
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, run.brokers());
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        properties.putAll(others);
        boolean transactions = run.settings().containsKey(TRANSACTIONS);
        if (transactions) {
            properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, run.group());
        }
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        return transactions
                ? new TransactionHandling(producer, run.outputTopic())
                : new ForwardHandling(producer, run.outputTopic());
    }

    private static void loop(Run run, String topic, String group, Handling handling) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                consumerProperties(run, group), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (true) {
                handling.handle(consumer.poll(POLL));
                handling.commit(consumer);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the loop has ended", e);
        }
    }

    private static Properties consumerProperties(Run run, String group) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, run.brokers());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        if (!run.settings().containsKey(SHARE)) {
            properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        }
        properties.putAll(run.settings());
        properties.remove(SHARE);
        properties.remove(THREADS);
        properties.remove(TRANSACTIONS);
        return properties;
    }
}
