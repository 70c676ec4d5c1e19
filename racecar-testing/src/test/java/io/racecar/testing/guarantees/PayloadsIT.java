package io.racecar.testing.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ErrorInfo;
import io.racecar.Headers;
import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.UndecodableMessageException;
import io.racecar.engine.Racecar;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What messages carry, from one end to the other. */
class PayloadsIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private record City(String name, int people, Instant since) {}

    private final Queue<Message<City>> handled = new ConcurrentLinkedQueue<>();
    private final Queue<ErrorInfo> failed = new ConcurrentLinkedQueue<>();

    @Test
    void keysValuesHeadersAndTimesArriveAsTheyWereSent(Race race) {
        City berlin = new City("Berlin", 3_800_000, Instant.parse("1237-10-28T00:00:00Z"));
        Instant created = Instant.parse("2024-02-03T04:05:06.789Z");
        race.kafka().createTopic(race.topic(), 1);

        Racecar racecar = start(race);
        racecar.producer()
                .deliver(OutgoingMessage.to(race.topic())
                        .key("b")
                        .json(berlin)
                        .createTime(created)
                        .header("trace", "one")
                        .header("trace", "two")
                        .header("raw", (byte @Nullable []) null));
        racecar.producer().deliver(OutgoingMessage.to(race.topic()).key("b").tombstone());
        race.await(() -> assertThat(handled).hasSize(2));

        List<Message<City>> messages = List.copyOf(handled);
        Message<City> first = messages.get(0);
        assertThat(first.value()).isEqualTo(berlin);
        assertThat(first.key()).isEqualTo("b");
        assertThat(first.createTime()).isEqualTo(created);
        assertThat(first.headers().get("trace")).isEqualTo("two");
        assertThat(first.headers()).extracting(Headers.Header::name).containsExactly("trace", "trace", "raw");
        assertThat(first.headers().getBytes("raw")).isNull();
        Message<City> tombstone = messages.get(1);
        assertThat(tombstone.value()).isNull();
        assertThat(tombstone.valueBytes()).isNull();
        assertThat(tombstone.key()).isEqualTo("b");
    }

    @Test
    void whatCannotBeReadPausesItsPartitionUntilItIsSkipped(Race race) {
        race.kafka().createTopic(race.topic(), 2);
        for (int i = 0; i < 2; i++) {
            race.kafka()
                    .produce(
                            city(race, i).json(new City("Rome", 2_800_000, Instant.EPOCH)),
                            city(race, i).value(i == 0 ? "{\"name\": oops" : "{\"name\": \"Bonn\", \"people\": 1}"),
                            city(race, i).json(new City("Oslo", 700_000, Instant.EPOCH)));
        }

        Racecar racecar = start(race);
        race.await(() -> {
            assertThat(handled).hasSize(4);
            assertThat(failed).hasSizeGreaterThan(1);
        });
        ErrorInfo info = failed.iterator().next();
        assertThat(info.partition()).isEqualTo(race.partition(0));
        assertThat(info.first().offset()).isEqualTo(1);
        assertThat(new String(info.first().valueBytes(), UTF_8)).isEqualTo("{\"name\": oops");
        race.ledger().expect(race.partition(0), 2);
        racecar.consumer(race.group()).skip(race.partition(0), 1, "operator");

        race.await(() -> assertThat(handled).hasSize(5));
        race.close();
        assertThat(race.committed().values()).containsExactly(3L, 3L);
    }

    private static OutgoingMessage city(Race race, int partition) {
        return OutgoingMessage.to(race.topic()).partition(partition);
    }

    private Racecar start(Race race) {
        return race.start(race.builder()
                .errorHandler((error, info) -> {
                    assertThat(error).isInstanceOf(UndecodableMessageException.class);
                    failed.add(info);
                })
                .consumer(race.topic(), City.class, race.ledger().recorded((message, context) -> {
                    message.value();
                    handled.add(message);
                })));
    }
}
