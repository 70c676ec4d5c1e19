package io.racecar.benchmarks.racecar;

import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.benchmarks.probe.AcknowledgedOutput;
import io.racecar.benchmarks.probe.PageView;
import io.racecar.benchmarks.probe.Peer;
import io.racecar.benchmarks.probe.Progress;
import io.racecar.benchmarks.probe.Run;
import io.racecar.benchmarks.probe.Task;
import io.racecar.benchmarks.probe.Work;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.util.Map;

/** The engine without Dropwizard, with its defaults but for what the run sets. */
public final class RacecarPeer implements Peer {

    /** Found as a service. */
    public RacecarPeer() {}

    @Override
    public void start(Run run) {
        boolean atOnce = run.settings().containsKey("concurrency");
        Progress progress = atOnce ? run.manyThreads() : run.oneThread();
        RacecarConfig.Builder config = RacecarConfig.builder()
                .environment(Map.of())
                .set("brokers", run.brokers())
                .set("groupIdPrefix", run.group() + ".");
        run.settings().forEach(config::set);
        if (run.task() == Task.PRODUCE) {
            config.set("producer.properties", "interceptor.classes=" + AcknowledgedOutput.countedBy(progress));
        }
        Racecar.Builder racecar = Racecar.builder(config.build());
        register(racecar, run, progress);
        racecar.build().start();
    }

    private static void register(Racecar.Builder racecar, Run run, Progress progress) {
        String topic = run.topic();
        switch (run.task()) {
            case MESSAGE -> racecar.consumer(topic, byte[].class, (message, context) -> progress.handled());
            case BATCH ->
                racecar.batchConsumer(topic, byte[].class, (messages, context) -> {
                    for (Message<byte[]> ignored : messages) {
                        progress.handled();
                    }
                });
            case JSON ->
                racecar.consumer(topic, PageView.class, (message, context) -> {
                    if (message.value() != null) {
                        progress.handled();
                    }
                });
            case PRODUCE -> racecar.consumer(topic, byte[].class, copyingTo(run.outputTopic()));
            case RELAY -> {
                Work work = run.work(progress);
                racecar.consumer(topic, byte[].class, copyingTo(run.outputTopic()))
                        .consumer(
                                run.outputTopic(),
                                byte[].class,
                                (message, context) -> work.handle(message.keyBytes(), message.valueBytes()));
            }
            case SLEEP, LATENCY, POISON -> {
                Work work = run.work(progress);
                racecar.consumer(
                        topic,
                        byte[].class,
                        (message, context) -> work.handle(message.keyBytes(), message.valueBytes()));
            }
        }
    }

    private static MessageConsumer<byte[]> copyingTo(String topic) {
        return (message, context) -> context.produce(
                OutgoingMessage.to(topic).key(message.keyBytes()).value(message.valueBytes()));
    }
}
