package io.racecar.engine.produce;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A MockProducer that refuses as KafkaProducer does with max.block.ms 0: through the callback, inside send. */
final class FakeClient extends MockProducer<byte[], byte[]> {
    private final Map<String, Integer> topics = new ConcurrentHashMap<>();
    private volatile ApiException refusal;
    private volatile KafkaException fatal;
    private volatile int offers;
    private volatile Duration closedWithin;

    FakeClient() {
        super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        topics.put("users", 4);
    }

    void knows(String topic, int partitions) {
        topics.put(topic, partitions);
    }

    void forgets(String topic) {
        topics.remove(topic);
    }

    /** Refuses every message from here on; null: no longer. */
    void refuses(ApiException exception) {
        refusal = exception;
    }

    /** Takes messages and throws all the same, as a client does after a fatal error. */
    void breaks(KafkaException exception) {
        fatal = exception;
    }

    int offers() {
        return offers;
    }

    Duration closedWithin() {
        return closedWithin;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // counted under the lock
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        offers++;
        ApiException refused = refusalOf(record);
        if (refused != null) {
            callback.onCompletion(metadata(record), refused);
            return CompletableFuture.failedFuture(refused);
        }
        Future<RecordMetadata> future = super.send(record, callback);
        if (fatal != null) {
            throw fatal;
        }
        return future;
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        Integer partitions = topics.get(topic);
        if (partitions == null) {
            throw new TimeoutException("Topic " + topic + " not present in metadata after 0 ms.");
        }
        return IntStream.range(0, partitions)
                .mapToObj(number -> new PartitionInfo(topic, number, Node.noNode(), new Node[0], new Node[0]))
                .toList();
    }

    @Override
    public void close(Duration timeout) {
        closedWithin = timeout;
        super.close(timeout);
    }

    private ApiException refusalOf(ProducerRecord<byte[], byte[]> record) {
        int partitions = topics.getOrDefault(record.topic(), 0);
        int partition = record.partition() == null ? 0 : record.partition();
        return partition < partitions ? refusal : new TimeoutException("not present in metadata after 0 ms.");
    }

    private static RecordMetadata metadata(ProducerRecord<byte[], byte[]> record) {
        return new RecordMetadata(new TopicPartition(record.topic(), -1), -1, -1, -1, -1, -1);
    }
}
