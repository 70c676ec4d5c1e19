package io.racecar.benchmarks.parallelconsumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.confluent.parallelconsumer.PollContext;
import io.racecar.benchmarks.probe.AcknowledgedOutput;
import io.racecar.benchmarks.probe.PageView;
import io.racecar.benchmarks.probe.Peer;
import io.racecar.benchmarks.probe.Progress;
import io.racecar.benchmarks.probe.Run;
import io.racecar.benchmarks.probe.Task;
import io.racecar.benchmarks.probe.Work;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Confluent Parallel Consumer with its defaults, by key unless the run says otherwise. */
public final class ParallelConsumerPeer implements Peer {

    /** Found as a service. */
    public ParallelConsumerPeer() {}

    @Override
    public void start(Run run) {
        Progress progress = run.task() == Task.PRODUCE ? run.oneThread() : run.manyThreads();
        ParallelStreamProcessor<byte[], byte[]> processor = run.task() == Task.PRODUCE
                ? Processors.producing(run, AcknowledgedOutput.countedBy(progress))
                : Processors.consuming(run);
        processor.subscribe(List.of(run.topic()));
        switch (run.task()) {
            case MESSAGE -> processor.poll(context -> progress.handled());
            case JSON -> processor.poll(reading(progress));
            case PRODUCE ->
                processor.pollAndProduce(
                        context -> new ProducerRecord<>(run.outputTopic(), context.key(), context.value()));
            case SLEEP, POISON -> processor.poll(each(run.work(progress)));
            case BATCH, LATENCY, RELAY ->
                throw new IllegalArgumentException("not compared: its batches and its latency depend on concurrency");
        }
    }

    private static java.util.function.Consumer<PollContext<byte[], byte[]>> reading(Progress progress) {
        ObjectReader reader = new ObjectMapper().readerFor(PageView.class);
        return each((key, value) -> {
            if (reader.readValue(value) != null) {
                progress.handled();
            }
        });
    }

    private static java.util.function.Consumer<PollContext<byte[], byte[]>> each(Work work) {
        return context -> {
            try {
                work.handle(context.key(), context.value());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("handling failed", e);
            }
        };
    }
}
