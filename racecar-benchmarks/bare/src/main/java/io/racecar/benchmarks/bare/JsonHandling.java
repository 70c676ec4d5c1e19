package io.racecar.benchmarks.bare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.racecar.benchmarks.probe.Progress;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Reads each value from JSON. Not thread-safe. */
final class JsonHandling implements Handling {
    private final Progress progress;
    private final ObjectReader reader;

    JsonHandling(Progress progress, Class<?> type) {
        this.progress = progress;
        this.reader = new ObjectMapper().readerFor(type);
    }

    @Override
    public void handle(ConsumerRecords<byte[], byte[]> records) throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (reader.readValue(record.value()) != null) {
                progress.handled();
            }
        }
    }
}
