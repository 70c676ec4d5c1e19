package io.racecar.engine.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
    private static final Instant TIME = Instant.parse("2026-11-22T16:00:00Z");

    private final Receipts receipts = new Receipts(it -> it.cluster().equals("here"));

    @Test
    void whatWasPutBackIsKnownOnceItIsReadAgain() {
        Receipt receipt = Receipt.of("here", "orders", TIME, new TreeSet<>(List.of(3L, 5L, 6L, 7L)));

        assertThat(receipts.take(read(receipt, 10))).isTrue();

        assertThat(receipts.to("orders").size()).isEqualTo(4);
        assertThat(receipts.to("orders").contains(1, 6)).isTrue();
        assertThat(receipts.to("orders").contains(1, 4)).isFalse();
        assertThat(receipts.to("others").size()).isZero();
        assertThat(receipts.toAny().size()).isEqualTo(4);
    }

    @Test
    void theOffsetsOfAnotherClusterMeanNothing() {
        receipts.take(read(Receipt.of("mirrored", "orders", TIME, new TreeSet<>(List.of(3L))), 10));

        assertThat(receipts.toAny().size()).isZero();
    }

    @Test
    void nothingIsSaidOfWhatComesLater() {
        receipts.take(read(
                new Receipt("here", "orders", TIME.toString(), List.of(new long[] {0, Long.MAX_VALUE})), 10));
        receipts.take(read(new Receipt("here", "orders", TIME.toString(), List.of(new long[] {7, 5})), 10));

        assertThat(receipts.toAny().size()).isZero();
    }

    @Test
    void whatCannotBeReadSaysNothing() {
        for (String text : List.of(
                "no JSON",
                "{}",
                "null",
                "{\"cluster\": \"here\", \"to\": \"orders\"}",
                "{\"cluster\": \"here\", \"to\": \"orders\", \"time\": \"now\", \"offsets\": [null]}")) {
            ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("dead", 1, 10, null, text.getBytes(UTF_8));
            record.headers().add(DeadLetterHeaders.REDRIVEN, "orders".getBytes(UTF_8));

            assertThat(receipts.take(record)).as(text).isTrue();
        }
        assertThat(receipts.toAny().size()).isZero();
    }

    @Test
    void aDeadLetterIsNoneWhateverItsHeaders() {
        ConsumerRecord<byte[], byte[]> letter =
                read(Receipt.of("here", "orders", TIME, new TreeSet<>(List.of(3L))), 10);
        letter.headers().add(DeadLetterHeaders.TOPIC, "orders".getBytes(UTF_8));

        assertThat(receipts.take(letter)).isFalse();
    }

    @Test
    void onlyLaterOnesCountIfThatIsWanted() {
        Receipt receipt = Receipt.of("here", "orders", TIME, new TreeSet<>(List.of(3L)));

        assertThat(receipt.isSince(TIME)).isTrue();
        assertThat(receipt.isSince(TIME.plusMillis(1))).isFalse();
    }

    private static ConsumerRecord<byte[], byte[]> read(Receipt receipt, long offset) {
        ProducerRecord<byte[], byte[]> written = receipt.record("dead", 1);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("dead", 1, offset, written.key(), written.value());
        written.headers().forEach(record.headers()::add);
        return record;
    }
}
