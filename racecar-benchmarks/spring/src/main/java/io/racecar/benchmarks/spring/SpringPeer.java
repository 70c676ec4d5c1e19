package io.racecar.benchmarks.spring;

import io.racecar.benchmarks.probe.AcknowledgedOutput;
import io.racecar.benchmarks.probe.Peer;
import io.racecar.benchmarks.probe.Progress;
import io.racecar.benchmarks.probe.Run;
import io.racecar.benchmarks.probe.Work;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

/**
 * A listener container of Spring Kafka with its defaults: offsets are committed after each poll. JSON goes through an
 * annotated method, whose parameter Spring converts.
 */
public final class SpringPeer implements Peer {

    /** Found as a service. */
    public SpringPeer() {}

    @Override
    public void start(Run run) {
        Settings settings = new Settings(run);
        Progress progress = settings.concurrency() > 1 ? run.manyThreads() : run.oneThread();
        switch (run.task()) {
            case MESSAGE -> listen(settings, (MessageListener<byte[], byte[]>) record -> progress.handled());
            case BATCH ->
                listen(settings, (BatchMessageListener<byte[], byte[]>)
                        records -> records.forEach(record -> progress.handled()));
            case JSON -> AnnotatedListeners.start(settings, run, progress);
            case PRODUCE -> listen(settings, forwarding(settings, run, progress));
            case SLEEP, LATENCY -> listen(settings, (MessageListener<byte[], byte[]>) each(run.work(progress)));
            case POISON -> throw new IllegalArgumentException("its error handler gives up on a message");
            case RELAY -> throw new IllegalArgumentException("not compared");
        }
    }

    private static MessageListener<byte[], byte[]> each(Work work) {
        return record -> {
            try {
                work.handle(record.key(), record.value());
            } catch (Exception e) {
                throw new IllegalStateException("a handler that cannot fail did", e);
            }
        };
    }

    private static Object forwarding(Settings settings, Run run, Progress progress) {
        KafkaTemplate<byte[], byte[]> template = settings.template(AcknowledgedOutput.countedBy(progress));
        Forward forward = new Forward(template, run.outputTopic());
        if (settings.waitsForOutput()) {
            return (BatchMessageListener<byte[], byte[]>) forward::sendAndWait;
        }
        return (MessageListener<byte[], byte[]>) forward::send;
    }

    private static void listen(Settings settings, Object listener) {
        ContainerProperties properties = new ContainerProperties(settings.topic());
        properties.setMessageListener(listener);
        ConcurrentMessageListenerContainer<byte[], byte[]> container =
                new ConcurrentMessageListenerContainer<>(settings.consumers(), properties);
        container.setConcurrency(settings.concurrency());
        container.start();
    }
}
