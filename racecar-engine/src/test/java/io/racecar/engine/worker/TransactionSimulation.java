package io.racecar.engine.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.BatchConsumer;
import io.racecar.BatchFailureException;
import io.racecar.Consumer;
import io.racecar.Context;
import io.racecar.DeliveryException;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.engine.config.Ordering;
import io.racecar.engine.worker.Backlog.Amount;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One random life of a group's only member that copies each message in transactions, on one thread: what happens next is
 * drawn, also in the middle of handlers. However it goes, each message is committed once, as a copy or a dead letter, and in the
 * order of its lane; once more only where an operator goes back, not at all only where one skips it.
 */
final class TransactionSimulation {
    private static final List<TopicPartition> PARTITIONS = List.of(Rig.T0, Rig.T1, Rig.T2);
    private static final int DEEPEST = 3;

    private final Random random;
    private final Ordering ordering;
    private final boolean batches;
    private final int keys;
    private final boolean lingering;
    private final RigPlan plan;
    private final Map<TopicPartition, Integer> written =
            new TreeMap<>((one, other) -> one.partition() - other.partition());
    private final List<String> committed = new ArrayList<>();

    /** How often a message may have been committed, where that is not once. */
    private final Map<String, Integer> allowed = new HashMap<>();

    private final Set<String> skipped = new HashSet<>();
    private final List<Seek> seeks = new ArrayList<>();
    private Rig rig;
    private boolean polling;
    private boolean calm;
    private int depth;

    /** An operator has gone back when so much was committed. */
    private record Seek(int committed, TopicPartition partition, long offset) {}

    TransactionSimulation(long seed) {
        random = new Random(seed);
        ordering = Ordering.values()[random.nextInt(Ordering.values().length)];
        batches = random.nextBoolean();
        keys = 1 + random.nextInt(6);
        plan = new RigPlan(batches ? batches() : messages())
                .maxPollRecords(1 + random.nextInt(10))
                .pauses(RigPlan.doublingFrom(Duration.ofSeconds(10), Duration.ofMinutes(1)))
                .settings(this::drawSettings);
        plan.listened = random.nextBoolean();
        if (random.nextBoolean()) {
            plan.deadLetters(new DeadLetterPolicy("dead", 1 + random.nextInt(4), Set.of(), InstantSource.system()));
        }
        lingering = random.nextBoolean();
        start();
    }

    private void drawSettings(SettingsPlan settings) {
        settings.ordering = ordering;
        settings.concurrency = 1 + random.nextInt(4);
        settings.batchSize = 1 + random.nextInt(5);
        settings.maxBufferedMessages = 4 + random.nextInt(40);
        settings.maxUncommittedSpan = 10 + random.nextInt(50);
        settings.commitInterval = Duration.ofSeconds(1);
    }

    private void start() {
        plan.exactlyOnce(1 + random.nextInt(20), Duration.ofMillis(100));
        plan.transactions.onCommit(committed::addAll);
        if (lingering) {
            plan.transactions.linger();
        }
        rig = plan.build();
        follow(rig);
        rig.client().rebalanceInPoll(PARTITIONS);
    }

    private void follow(Rig mine) {
        FakeTransactions transactions = plan.transactions;
        transactions.members(group -> mine == rig && mine.client().isMember(group));
    }

    @Override
    public String toString() {
        return (batches ? "batches" : "messages") + " of " + plan.settings.build();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            assertThat(Thread.interrupted()).isFalse();
        }
        settleDown();
    }

    // ---- the handlers

    private Consumer<String> messages() {
        return (MessageConsumer<String>) (message, context) -> {
            meanwhile();
            failPerhaps(3);
            copy(message, context);
            meanwhile();
            failPerhaps(3);
        };
    }

    private Consumer<String> batches() {
        return (BatchConsumer<String>) (messages, context) -> {
            meanwhile();
            failPerhaps(3);
            for (Message<String> it : messages) {
                copy(it, context);
                if (!calm && chance(2)) {
                    throw new BatchFailureException(it, new IllegalStateException("drawn"));
                }
            }
            meanwhile();
            failPerhaps(3);
        };
    }

    private void failPerhaps(int percent) {
        if (!calm && chance(percent)) {
            throw new IllegalStateException("drawn");
        }
    }

    private void copy(Message<String> message, Context context) {
        try {
            context.produce(OutgoingMessage.to("out").value(message.value()));
        } catch (DeliveryException e) {
            if (chance(50)) {
                throw e;
            }
        }
    }

    private void meanwhile() {
        if (!calm && depth < DEEPEST && chance(10)) {
            depth++;
            for (int i = random.nextInt(4); i > 0; i--) {
                step();
            }
            depth--;
        }
    }

    // ---- what happens next

    private void step() {
        int drawn = random.nextInt(1000);
        if (drawn < 350) {
            onPollThread(this::poll);
        } else if (drawn < 700) {
            rig.threads.runNext();
        } else if (drawn < 800) {
            append();
        } else if (drawn < 870) {
            rig.pass(Duration.ofMillis(List.of(10, 500, 1_000, 10_000, 30_000).get(random.nextInt(5))));
        } else if (drawn < 890) {
            rebalance();
        } else if (drawn < 910) {
            operate();
        } else if (drawn < 990) {
            trouble();
        } else {
            onPollThread(this::end);
        }
        check();
    }

    /** Not while that thread is in the middle of something itself, and waits for handlers. */
    private void onPollThread(Runnable action) {
        if (!polling) {
            polling = true;
            action.run();
            polling = false;
        }
    }

    /** What its loop does not deal with ends the client (S3). */
    private void poll() {
        try {
            rig.poll();
        } catch (TimeoutException e) {
            fail();
        }
    }

    private void fail() {
        new Departure(rig.loop()).afterError();
        rig.connect();
        rig.client().rebalanceInPoll(PARTITIONS);
    }

    private void append() {
        TopicPartition partition = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int offset = written.merge(partition, 1, Integer::sum) - 1;
            String key = "k" + random.nextInt(keys);
            plan.kafka.appendWithKey(partition, key, partition.partition() + " " + offset + " " + key);
        }
    }

    private void rebalance() {
        List<TopicPartition> some = PARTITIONS.stream().filter(it -> chance(70)).toList();
        switch (random.nextInt(4)) {
            case 0 -> rig.client().eagerRebalanceInPoll(some);
            case 1 -> rig.client().loseInPoll(some);
            default -> rig.client().rebalanceInPoll(some);
        }
    }

    private void operate() {
        Rig mine = rig;
        TopicPartition partition = PARTITIONS.get(random.nextInt(PARTITIONS.size()));
        int drawn = random.nextInt(5);
        mine.loop().signals().send(() -> {
            try {
                switch (drawn) {
                    case 0 -> mine.operations().pause(Rig.name(partition));
                    case 1 -> mine.operations().resume(Rig.name(partition));
                    case 2 -> mine.operations().retryNow(Rig.name(partition));
                    case 3 -> skip(mine, partition);
                    default -> goBack(mine, partition);
                }
            } catch (IllegalStateException e) {
                assertThat(e.getMessage()).containsAnyOf(Rig.name(partition).toString(), "try again later");
            }
        });
    }

    /** Without a dead-letter topic it is gone, unless the process ends before that is committed. */
    private void skip(Rig mine, TopicPartition partition) {
        long offset = mine.operations().view().stream()
                .filter(it -> it.partition().equals(Rig.name(partition)))
                .mapToLong(PartitionView::failingOffset)
                .findFirst()
                .orElse(-1);
        mine.operations().skip(Rig.name(partition), offset, "somebody");
        if (plan.deadLetters.topic() == null) {
            skipped.add(value(partition, offset));
        }
    }

    private String value(TopicPartition partition, long offset) {
        return new String(plan.kafka.log(partition).records().get((int) offset).value(), UTF_8);
    }

    /** What was under way is not committed after that; unless the process ends before the seek is, all from there on once more. */
    private void goBack(Rig mine, TopicPartition partition) {
        long offset = random.nextLong(1 + Math.max(0, mine.committed(partition)));
        mine.operations().seek(Rig.name(partition), offset);
        seeks.add(new Seek(committed.size(), partition, offset));
        for (long i = offset; i < written.getOrDefault(partition, 0); i++) {
            String value = value(partition, i);
            allowed.put(value, Collections.frequency(committed, value) + 1);
        }
    }

    private void trouble() {
        FakeTransactions transactions = plan.transactions;
        switch (random.nextInt(13)) {
            case 0 -> fence(transactions);
            case 1 -> transactions.failCommit(new ProducerFencedException("drawn"), chance(50));
            case 2 -> transactions.failCommit(new TimeoutException("drawn"), false);
            case 3 -> transactions.failInit(new KafkaException("drawn"));
            case 4 -> refuse(transactions);
            case 5 -> rig.client().failCommitted(new TimeoutException("drawn"));
            case 6, 7, 8 -> transactions.hold();
            default -> transactions.answer();
        }
    }

    private static void fence(FakeTransactions transactions) {
        boolean lives = transactions.clients() > 0 && !transactions.client().closed();
        if (lives && transactions.client().transactionInFlight()) {
            transactions.client().fenceProducer();
        }
    }

    private void refuse(FakeTransactions transactions) {
        if (transactions.clients() > 0) {
            transactions
                    .client()
                    .refuse(chance(70) ? new RecordTooLargeException("drawn") : new InterruptException("drawn"));
            Thread.interrupted(); // which the exception has set
        }
    }

    /** The process, or only its client, comes to an end, and another takes its place. */
    private void end() {
        switch (random.nextInt(3)) {
            case 0 -> fail();
            case 1 -> {
                rig.doorbell.plan(plan.transactions::answer);
                rig.stop(Duration.ofSeconds(30));
                replace();
            }
            default -> replace();
        }
        rig.client().rebalanceInPoll(PARTITIONS);
    }

    private void replace() {
        plan.transactions.kill();
        rig.client().kill();
        rig.loop().partitions().forEach(rig.loop().assignment()::retire); // nothing of it goes on
        start();
    }

    // ---- what must hold

    private void check() {
        assertThat(rig.worker.fatal()).isNull();
        int messages = 0;
        long bytes = 0;
        for (AssignedPartition it : rig.loop().partitions()) {
            Amount amount = it.lanes().amount();
            messages += amount.messages();
            bytes += amount.bytes();
        }
        assertThat(rig.loop().buffer()).hasToString(messages + " messages, " + bytes + " bytes");
        assertNoMoreThanAllowed();
    }

    private void assertNoMoreThanAllowed() {
        Set<String> seen = new HashSet<>();
        Set<String> again = new HashSet<>();
        committed.stream().filter(it -> !seen.add(it)).forEach(again::add);
        again.forEach(it -> assertThat(Collections.frequency(committed, it))
                .as(it)
                .isLessThanOrEqualTo(allowed.getOrDefault(it, 1)));
    }

    /** From here on everything goes well: each message must be copied. */
    private void settleDown() {
        calm = true;
        rig.client().failCommitted(null);
        rig.client().rebalanceInPoll(PARTITIONS);
        for (int i = 0; i < 30; i++) {
            plan.transactions.answer();
            PARTITIONS.forEach(this::resume);
            rig.run();
            rig.pass(Duration.ofMinutes(2));
            check();
        }
        rig.run();
        Set<String> all = new HashSet<>();
        written.forEach((partition, count) -> {
            assertThat(rig.committed(partition)).isEqualTo((long) count);
            plan.kafka.log(partition).records().forEach(it -> all.add(new String(it.value(), UTF_8)));
        });
        all.removeAll(skipped);
        assertThat(committed).containsAll(all);
        assertInOrder();
    }

    private void resume(TopicPartition partition) {
        try {
            rig.operations().resume(Rig.name(partition));
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("is not");
        }
    }

    private void assertInOrder() {
        Map<String, Long> last = new HashMap<>();
        for (int i = 0; i < committed.size(); i++) {
            goBack(i, last);
            String it = committed.get(i);
            String[] copy = it.split(" ");
            String lane = switch (ordering) {
                case PARTITION -> copy[0];
                case KEY -> copy[0] + " " + copy[2];
                case NONE -> it;
            };
            long offset = Long.parseLong(copy[1]);
            Long before = last.put(lane, offset);
            assertThat(before == null || before < offset)
                    .as("%s in its place", it)
                    .isTrue();
        }
    }

    private void goBack(int next, Map<String, Long> last) {
        for (Seek seek : seeks) {
            if (seek.committed() == next) {
                String partition = String.valueOf(seek.partition().partition());
                last.replaceAll((lane, offset) ->
                        lane.split(" ")[0].equals(partition) ? Math.min(offset, seek.offset() - 1) : offset);
            }
        }
    }
}
