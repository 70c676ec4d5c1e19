package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Offsets that hold no messages, as transactions leave them behind (O1). */
class GapsIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private final Queue<Long> handled = new ConcurrentLinkedQueue<>();

    @Test
    void offsetsWithoutMessagesAreCommittedOver(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        Map<String, Object> properties =
                Map.of("bootstrap.servers", race.kafka().brokers(), "transactional.id", race.topic());
        Partition partition = race.partition(0);

        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            for (int i = 0; i < 10; i++) {
                producer.beginTransaction();
                SharedBrokers.get(producer.send(new ProducerRecord<>(race.topic(), "first")));
                SharedBrokers.get(producer.send(new ProducerRecord<>(race.topic(), "second")));
                producer.commitTransaction();
            }
        }
        start(race);
        Race.awaitUnrecorded(() -> {
            assertThat(handled).hasSize(20);
            assertThat(race.committed()).containsEntry(partition, 30L);
        });
        race.close();
        start(race);
        race.kafka().produce(OutgoingMessage.to(race.topic()).value("last"));

        Race.awaitUnrecorded(() -> assertThat(handled).hasSize(21).contains(30L));
        race.close();
        assertThat(race.committed()).containsEntry(partition, 31L);
        assertThat(List.copyOf(handled)).isSorted().doesNotHaveDuplicates();
    }

    private void start(Race race) {
        race.start(race.builder()
                .consumer(race.topic(), byte[].class, (message, context) -> handled.add(message.offset())));
    }
}
