package io.racecar.benchmarks.bare;

import io.racecar.benchmarks.probe.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Gives all of a poll to a pool of threads and waits for the last of it, so what was polled is finished before it is committed. */
final class PooledHandling implements Handling {
    private final ExecutorService pool;
    private final Work work;

    PooledHandling(int threads, Work work) {
        this.pool = Executors.newFixedThreadPool(threads);
        this.work = work;
    }

    @Override
    public void handle(ConsumerRecords<byte[], byte[]> records) throws InterruptedException, ExecutionException {
        List<Callable<Boolean>> tasks = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            tasks.add(() -> {
                work.handle(record.key(), record.value());
                return true;
            });
        }
        for (Future<Boolean> task : pool.invokeAll(tasks)) {
            task.get();
        }
    }
}
