package io.racecar.engine.codec;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A message that brings its own decoder. */
final class StandaloneMessage<V> extends RecordMessage<V> {
    private final Decoder<V> decoder;

    StandaloneMessage(ConsumerRecord<byte[], byte[]> record, Decoder<V> decoder) {
        super(record);
        this.decoder = decoder;
    }

    @Override
    protected Decoder<V> decoder() {
        return decoder;
    }
}
