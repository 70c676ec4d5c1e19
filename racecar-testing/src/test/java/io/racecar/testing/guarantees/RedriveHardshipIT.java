package io.racecar.testing.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Headers;
import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.engine.Racecar;
import io.racecar.engine.deadletters.DeadLetter;
import io.racecar.engine.deadletters.DeadLetterFilter;
import io.racecar.engine.deadletters.DeadLetterHeaders;
import io.racecar.engine.deadletters.DeadLetterTopic;
import io.racecar.engine.deadletters.Observer;
import io.racecar.engine.deadletters.Redrive;
import io.racecar.engine.deadletters.RedriveResult;
import io.racecar.engine.deadletters.Refused;
import io.racecar.engine.deadletters.Refused.Reason;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dead letters are put back once each, whatever else happens in their topic and to the brokers. */
class RedriveHardshipIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    @Test
    void aTransactionOfAnotherHidesNothingThatWasPutBack(Race race) {
        DeadLetterTopic dead = topics(race);
        race.kafka().produce(letter(race, "0"), letter(race, "1"));
        try (KafkaProducer<byte[], byte[]> consumer = transactional(race)) {
            consumer.initTransactions();
            consumer.beginTransaction();
            consumer.send(new ProducerRecord<>(dead.name(), "no letter of ours".getBytes(UTF_8)));
            consumer.flush();

            RedriveResult first = dead.redrive(DeadLetterFilter.ALL, Redrive.STANDARD, new Observer() {
                private boolean open = true;

                @Override
                public void read(long offsets, long total) {
                    if (open && offsets == 2 && total == 3) {
                        open = false;
                        consumer.commitTransaction();
                    }
                }
            });

            assertThat(first.redriven()).isEqualTo(2);
            assertThat(first.matching()).isEqualTo(3);
            assertThat(redrive(dead).redriven()).isZero();
        }
    }

    @Test
    void brokersMayBeStartedAnewMeanwhile(Race race) {
        DeadLetterTopic dead = topics(race);
        race.kafka()
                .produce(IntStream.range(0, 350)
                        .mapToObj(it -> letter(race, String.valueOf(it)))
                        .toArray(OutgoingMessage[]::new));

        RedriveResult result = dead.redrive(DeadLetterFilter.ALL, Redrive.STANDARD, new Observer() {
            private boolean restarted;

            @Override
            public void redriven(long letters, long total) {
                if (!restarted) {
                    restarted = true;
                    race.kafka().stopBroker(1);
                    race.kafka().startBroker(1);
                }
            }
        });

        assertThat(result.redriven()).isEqualTo(350);
        assertThat(redrive(dead).before()).isEqualTo(350);
        assertThat(race.kafka().read(race.topic(), 350, Race.LONG).stream()
                        .collect(groupingBy(it -> new String(it.value(), UTF_8), counting())))
                .hasSize(350)
                .allSatisfy((value, times) -> assertThat(times).isOne());
    }

    @Test
    void whatHasNoValueNoKeyOrHeadersTwiceIsPutBackAsItWas(Race race) {
        DeadLetterTopic dead = topics(race);
        race.kafka()
                .produce(OutgoingMessage.to(dead.name())
                        .tombstone()
                        .header(DeadLetterHeaders.TOPIC, race.topic())
                        .header(DeadLetterHeaders.PARTITION, "0")
                        .header("twice", "a")
                        .header("none", (byte[]) null)
                        .header("twice", new byte[] {-1}));

        assertThat(redrive(dead).redriven()).isEqualTo(1);

        Message<byte[]> back = race.kafka().read(race.topic(), 1, Race.LONG).get(0);
        assertThat(back.keyBytes()).isNull();
        assertThat(back.value()).isNull();
        assertThat(back.headers())
                .extracting(Headers.Header::name)
                .containsExactly("twice", "none", "twice", DeadLetterHeaders.REDRIVES);
        assertThat(back.headers().getBytes("none")).isNull();
        assertThat(back.headers().getBytes("twice")).containsExactly(-1);
    }

    @Test
    void whatOthersHavePutThereIsRefusedOrGoesWhereItIsTold(Race race) {
        DeadLetterTopic dead = topics(race);
        race.kafka().createTopic(race.topic() + "-elsewhere", 1);
        race.kafka()
                .produce(
                        OutgoingMessage.to(dead.name()).value("without a header"),
                        from(dead, "x".repeat(40_000)),
                        from(dead, "no\u001b[2Jtopic"),
                        from(dead, dead.name()),
                        letter(race, "good"));

        RedriveResult result = redrive(dead);

        assertThat(result.redriven()).isEqualTo(1);
        assertThat(result.refused())
                .extracting(Refused::reason)
                .containsExactly(Reason.NO_ORIGIN, Reason.NO_SUCH_TOPIC);
        assertThat(result.refused()).extracting(Refused::letters).containsExactly(2L, 2L);
        assertThat(result.refused())
                .extracting(Refused::example)
                .allSatisfy(it -> assertThat(it).hasSizeLessThan(1000).doesNotContain("\u001b"));
        assertThat(dead.list(DeadLetterFilter.ALL, 10, Observer.NONE).letters())
                .extracting(DeadLetter::offset)
                .containsExactly(0L, 1L, 2L, 3L, 4L);
        Redrive elsewhere = Redrive.STANDARD.into(race.topic() + "-elsewhere");
        assertThat(dead.redrive(DeadLetterFilter.ALL, elsewhere, Observer.NONE).redriven())
                .isEqualTo(5);
    }

    @Test
    void theApplicationKeepsTheFiguresOfItsOwnClients(Race race) throws Exception {
        DeadLetterTopic dead = topics(race);
        race.kafka().produce(letter(race, "0"));
        Racecar racecar = race.start((message, context) -> {});
        racecar.producer().deliver(OutgoingMessage.to(race.topic()).value("1"));
        Set<ObjectName> figures = figures(race);
        assertThat(figures).isNotEmpty();

        assertThat(redrive(dead).redriven()).isEqualTo(1);

        assertThat(figures(race)).isEqualTo(figures);
    }

    private static Set<ObjectName> figures(Race race) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(
                        new ObjectName("kafka.*:client-id=" + race.config().clientId() + ",type=producer-metrics"),
                        null);
    }

    private static DeadLetterTopic topics(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        race.kafka().createTopic(race.topic() + "-dead", 1);
        return DeadLetterTopic.of(race.config(), race.topic() + "-dead");
    }

    private static OutgoingMessage letter(Race race, String value) {
        return OutgoingMessage.to(race.topic() + "-dead")
                .value(value)
                .header(DeadLetterHeaders.TOPIC, race.topic())
                .header(DeadLetterHeaders.PARTITION, "0");
    }

    private static OutgoingMessage from(DeadLetterTopic dead, String origin) {
        return OutgoingMessage.to(dead.name())
                .value("from " + origin.length())
                .header(DeadLetterHeaders.TOPIC, origin)
                .header(DeadLetterHeaders.PARTITION, "0");
    }

    private static RedriveResult redrive(DeadLetterTopic dead) {
        return dead.redrive(DeadLetterFilter.ALL, Redrive.STANDARD, Observer.NONE);
    }

    private static KafkaProducer<byte[], byte[]> transactional(Race race) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", race.kafka().brokers(), "transactional.id", race.topic() + "-other"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
