package io.racecar.engine.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.racecar.engine.deadletters.Targets.Target;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** A dead letter and what is put into a topic for it: the message as it was, and how often that was done. */
record Copy(DeadLetter letter, ProducerRecord<byte[], byte[]> message) {

    static Copy of(ConsumerRecord<byte[], byte[]> record, DeadLetter letter, Target target) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                Objects.requireNonNull(target.topic()),
                target.partition(),
                record.timestamp() < 0 ? null : record.timestamp(),
                record.key(),
                record.value());
        for (Header it : record.headers()) {
            if (!DeadLetterHeaders.OF_A_DEATH.contains(it.key()) && !it.key().equals(DeadLetterHeaders.REDRIVES)) {
                message.headers().add(it);
            }
        }
        String redrives = String.valueOf(letter.redrives() + 1);
        message.headers().add(DeadLetterHeaders.REDRIVES, redrives.getBytes(UTF_8));
        return new Copy(letter, message);
    }

    long bytes() {
        return (message.key() == null ? 0 : message.key().length)
                + (message.value() == null ? 0 : message.value().length);
    }
}
