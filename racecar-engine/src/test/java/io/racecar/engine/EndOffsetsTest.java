package io.racecar.engine;

import static org.apache.kafka.common.IsolationLevel.READ_COMMITTED;
import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Partition;
import io.racecar.engine.EndOffsets.Watched;
import io.racecar.engine.worker.PartitionView;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** M1: how far consumers are behind, with a look-up for each call of look(). */
class EndOffsetsTest {
    private static final Partition P0 = new Partition("t", 0);
    private static final Partition P1 = new Partition("t", 1);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Map<Partition, Long> broker = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<Watched> watched = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private int admins;
    private final EndOffsets ends = new EndOffsets(
            this::admin,
            () -> List.copyOf(watched),
            INTERVAL,
            () -> Instant.ofEpochMilli(1_000_000 + nanos.get() / 1_000_000),
            nanos::get);

    private Admin admin() {
        admins++;
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("listOffsets")) {
                        return answer((Map<?, ?>) arguments[0], (ListOffsetsOptions) arguments[1]);
                    }
                    calls.add(method.getName());
                    return null;
                });
    }

    private ListOffsetsResult answer(Map<?, ?> asked, ListOffsetsOptions options) {
        calls.add(options.isolationLevel() + " " + new TreeMap<>(named(asked)).keySet());
        Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> answers = new HashMap<>();
        asked.keySet().forEach(it -> {
            TopicPartition partition = (TopicPartition) it;
            Long end = broker.get(new Partition(partition.topic(), partition.partition()));
            KafkaFutureImpl<ListOffsetsResultInfo> answer = new KafkaFutureImpl<>();
            if (end == null) {
                answer.completeExceptionally(new TopicAuthorizationException("not for you"));
            } else {
                answer.complete(new ListOffsetsResultInfo(end, -1, Optional.empty()));
            }
            answers.put(partition, answer);
        });
        return new ListOffsetsResult(answers);
    }

    private static Map<String, Object> named(Map<?, ?> asked) {
        Map<String, Object> named = new HashMap<>();
        asked.forEach((partition, spec) -> named.put(partition.toString(), spec));
        return named;
    }

    private static PartitionView view(Partition partition, long finished, long oldestTimestamp) {
        return new PartitionView(partition, 0, finished, finished, -1, oldestTimestamp, -1, 0, false, null, null);
    }

    private void has(String consumer, IsolationLevel isolation, Partition partition, long finished) {
        watched.removeIf(
                it -> it.consumer().equals(consumer) && it.view().partition().equals(partition));
        watched.add(new Watched(consumer, isolation, view(partition, finished, -1)));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void look() {
        try {
            ends.look();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        ends.close();
    }

    @Test
    void oneCallOfOneClientAsksForAllPartitionsOfAllConsumers() {
        has("orders", READ_UNCOMMITTED, P0, 0);
        has("orders", READ_UNCOMMITTED, P1, 0);
        has("invoices", READ_UNCOMMITTED, P0, 0);

        look();
        look();

        assertThat(calls).containsExactly("read_uncommitted [t-0, t-1]", "read_uncommitted [t-0, t-1]");
        assertThat(admins).isEqualTo(1);
    }

    @Test
    void withoutPartitionsNobodyIsAsked() {
        look();

        assertThat(calls).isEmpty();
        assertThat(admins).isZero();
    }

    @Test
    void whoReadsOnlyWhatIsCommittedIsToldOnlyOfThat() {
        has("orders", READ_UNCOMMITTED, P0, 0);
        has("payments", READ_COMMITTED, P1, 0);

        look();

        assertThat(calls).containsExactlyInAnyOrder("read_uncommitted [t-0]", "read_committed [t-1]");
    }

    @Test
    void anIdlePartitionHasAnEndAndNoTimeLag() {
        broker.put(P0, 7L);
        has("orders", READ_UNCOMMITTED, P0, 7);

        look();
        pass(INTERVAL);

        assertThat(ends.end("orders", view(P0, 7, -1))).isEqualTo(7);
        assertThat(ends.timeLag("orders", view(P0, 7, -1))).isZero();
    }

    @Test
    void whatHasBeenFetchedSinceTheLastLookUpIsBeforeTheEnd() {
        broker.put(P0, 7L);
        has("orders", READ_UNCOMMITTED, P0, 7);
        look();

        PartitionView failing = new PartitionView(P0, 0, 9, 7, 7, 999_000, 7, 1, true, null, null);

        assertThat(ends.end("orders", failing)).isEqualTo(9);
    }

    @Test
    void theAgeOfTheOldestUnfinishedMessageGrowsWithoutAnyLookUp() {
        PartitionView failing = view(P0, 3, 999_000);

        assertThat(ends.timeLag("orders", failing)).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofHours(1));
        assertThat(ends.timeLag("orders", failing)).isEqualTo(Duration.ofSeconds(3601));
    }

    @Test
    void aMessageFromTheFutureIsNotBehind() {
        assertThat(ends.timeLag("orders", view(P0, 3, 2_000_000))).isZero();
    }

    @Test
    void withNothingBufferedTimeLagRunsFromWhenTheEndWasFirstSeenAhead() {
        broker.put(P0, 7L);
        has("orders", READ_UNCOMMITTED, P0, 7);
        look();
        broker.put(P0, 9L);
        look();

        pass(Duration.ofMinutes(5));

        assertThat(ends.timeLag("orders", view(P0, 7, -1))).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void twoConsumersOfATopicAreBehindEachByItself() {
        broker.put(P0, 10L);
        has("fast", READ_UNCOMMITTED, P0, 10);
        has("slow", READ_UNCOMMITTED, P0, 2);
        look();
        pass(Duration.ofMinutes(1));

        assertThat(ends.timeLag("fast", view(P0, 10, -1))).isZero();
        assertThat(ends.timeLag("slow", view(P0, 2, -1))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aPartitionThatCannotBeLookedUpHidesNoOther() {
        broker.put(P1, 4L);
        has("orders", READ_UNCOMMITTED, P0, 0);
        has("orders", READ_UNCOMMITTED, P1, 0);

        look();

        assertThat(ends.end("orders", view(P0, 0, -1))).isEqualTo(-1);
        assertThat(ends.end("orders", view(P1, 0, -1))).isEqualTo(4);
    }

    @Test
    void whatIsKnownStaysForAWhileWithoutAnAnswerAndIsUnknownThen() {
        broker.put(P0, 10L);
        has("orders", READ_UNCOMMITTED, P0, 2);
        look();
        broker.clear();

        pass(INTERVAL.multipliedBy(3));
        look();
        assertThat(ends.end("orders", view(P0, 2, -1))).isEqualTo(10);

        pass(INTERVAL.multipliedBy(2));
        look();
        assertThat(ends.end("orders", view(P0, 2, -1))).isEqualTo(-1);
        assertThat(ends.timeLag("orders", view(P0, 2, -1))).isEqualTo(INTERVAL.multipliedBy(5));

        broker.put(P0, 11L);
        look();
        assertThat(ends.end("orders", view(P0, 2, -1))).isEqualTo(11);
    }

    @Test
    void aWorkerThatDoesNotAnswerForAMomentLosesNothing() {
        broker.put(P0, 10L);
        has("orders", READ_UNCOMMITTED, P0, 2);
        look();
        List<Watched> all = List.copyOf(watched);

        watched.clear();
        look();
        watched.addAll(all);
        pass(INTERVAL);
        look();

        assertThat(ends.timeLag("orders", view(P0, 2, -1))).isEqualTo(INTERVAL);
    }

    @Test
    void aPartitionThatIsGoneIsForgotten() {
        broker.put(P0, 10L);
        has("orders", READ_UNCOMMITTED, P0, 2);
        look();
        watched.clear();

        for (int i = 0; i < 4; i++) {
            look();
        }

        assertThat(ends.end("orders", view(P0, 2, -1))).isEqualTo(-1);
        assertThat(ends.timeLag("orders", view(P0, 2, -1))).isZero();
    }

    @Test
    void closingClosesTheClientAndMakesNoOther() {
        broker.put(P0, 10L);
        has("orders", READ_UNCOMMITTED, P0, 2);
        look();

        ends.close();
        look();

        assertThat(calls).containsExactly("read_uncommitted [t-0]", "close");
        assertThat(admins).isEqualTo(1);
    }
}
