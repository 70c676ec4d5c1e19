package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.BatchConsumer;
import io.racecar.BatchFailureException;
import io.racecar.Consumer;
import io.racecar.Context;
import io.racecar.DeliveryException;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.engine.worker.Backlog.Amount;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One random life of a group's only member, on one thread: what happens next is drawn, also in the middle of handlers, and
 * checked against what the handlers saw.
 */
final class Simulation {
    private static final List<TopicPartition> PARTITIONS = List.of(Rig.T0, Rig.T1, Rig.T2);
    private static final int DEEPEST = 3;
    private static final OutgoingMessage OUT = OutgoingMessage.to("out");

    private final Random random;
    private final RigPlan plan;
    private final Map<TopicPartition, PartitionModel> models = new HashMap<>();
    private final Map<Object, Call> outputs = new HashMap<>();
    private Rig rig;
    private AssertionError violation;
    private boolean polling;
    private int depth;
    private int produced;
    private boolean calm;

    /** A handler's call. */
    private static final class Call {
        private final TopicPartition partition;
        private final Lanes<?> lanes;
        private List<Long> offsets;
        private int outstanding;
        private boolean undelivered;
        private boolean returned;

        Call(TopicPartition partition, Lanes<?> lanes, List<Long> offsets) {
            this.partition = partition;
            this.lanes = lanes;
            this.offsets = offsets;
        }
    }

    Simulation(long seed) {
        random = new Random(seed);
        plan = new RigPlan(random.nextBoolean() ? messages() : batches())
                .maxPollRecords(1 + random.nextInt(10))
                .pauses(RigPlan.doublingFrom(Duration.ofSeconds(10), Duration.ofMinutes(1)))
                .settings(it -> {
                    it.concurrency = 1 + random.nextInt(3);
                    it.batchSize = 1 + random.nextInt(5);
                    it.maxBufferedMessages = 4 + random.nextInt(40);
                    it.commitInterval = Duration.ofSeconds(1);
                    it.synchronousCommits = random.nextInt(4) == 0;
                });
        plan.listened = random.nextBoolean();
        PARTITIONS.forEach(it -> models.put(it, new PartitionModel(it, plan.kafka.log(it))));
        plan.kafka.onCommit((partition, offset) -> models.get(partition).committed(offset.offset()));
        rig = plan.build();
        rig.client().rebalanceInPoll(PARTITIONS);
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            assertThat(Thread.interrupted()).isFalse();
        }
        settleDown();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private TopicPartition anyPartition() {
        return PARTITIONS.get(random.nextInt(PARTITIONS.size()));
    }

    // ---- the handlers

    private Consumer<String> messages() {
        return (MessageConsumer<String>) (message, context) -> handle(List.of(message), context);
    }

    private Consumer<String> batches() {
        return (BatchConsumer<String>) this::handle;
    }

    /** What is violated is kept for the next step: to the engine it would be a failure of the handler's. */
    private void handle(List<Message<String>> messages, Context context) {
        try {
            handleOrFail(messages, context);
        } catch (AssertionError e) {
            violation = e;
            throw e;
        }
    }

    private void handleOrFail(List<Message<String>> messages, Context context) {
        Rig mine = rig;
        TopicPartition partition =
                new TopicPartition(messages.get(0).topic(), messages.get(0).partition());
        PartitionModel model = models.get(partition);
        Call call = new Call(
                partition,
                mine.loop().assignment().get(partition).lanes(),
                messages.stream().map(Message::offset).toList());
        model.begin(call.lanes, call.offsets);
        try {
            work(call, context, messages);
            if (isCurrent(mine, call)) {
                returned(call);
            }
        } catch (BatchFailureException e) {
            call.offsets = call.offsets.subList(0, messages.indexOf(e.failed()));
            if (isCurrent(mine, call)) {
                returned(call);
            }
            throw e;
        } finally {
            if (mine == rig) {
                model.end();
            }
        }
    }

    private boolean isCurrent(Rig mine, Call call) {
        return mine == rig && !call.lanes.isFenced();
    }

    private void work(Call call, Context context, List<Message<String>> messages) {
        meanwhile();
        for (int i = random.nextInt(3); i > 0; i--) {
            produce(call, context);
            meanwhile();
        }
        if (!calm && chance(5)) {
            deliver(call, context);
        }
        if (!calm && chance(8)) {
            if (messages.size() > 1 && chance(50)) {
                throw new BatchFailureException(messages.get(1 + random.nextInt(messages.size() - 1)), new Exception());
            }
            throw new IllegalStateException("drawn");
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

    private void produce(Call call, Context context) {
        String value = String.valueOf(produced++);
        outputs.put(value, call);
        call.outstanding++;
        try {
            context.produce(OUT.value(value));
        } catch (IllegalStateException e) { // fenced
            outputs.remove(value);
            call.outstanding--;
            if (chance(50)) {
                throw e;
            }
        }
    }

    /** Nothing is outstanding then, as nobody could acknowledge it while this thread waits. */
    private void deliver(Call call, Context context) {
        for (int i = rig.outlet.outstanding() - 1; i >= 0; i--) {
            if (outputs.get(rig.outlet.values().get(i)) == call) {
                settle(i);
            }
        }
        if (call.outstanding > 0) {
            return; // it produced with a process that is gone
        }
        try {
            context.deliver();
        } catch (DeliveryException e) {
            if (chance(50)) {
                throw e;
            }
            call.undelivered = false;
        } catch (IllegalStateException e) { // fenced
            assertThat(call.lanes.isFenced()).isTrue();
        }
    }

    private void returned(Call call) {
        call.returned = true;
        models.get(call.partition).returned(call.offsets);
        finishIfDone(call);
    }

    private void finishIfDone(Call call) {
        if (call.returned && call.outstanding == 0 && !call.undelivered) {
            models.get(call.partition).finished(call.lanes, call.offsets);
        }
    }

    private void settle(int index) {
        Call call = outputs.remove(rig.outlet.values().get(index));
        call.outstanding--;
        if (calm || chance(90)) {
            finishIfDone(call);
            rig.outlet.acknowledge(index);
        } else {
            call.undelivered = true;
            rig.outlet.fail(index);
        }
    }

    private void settleAny() {
        if (rig.outlet.outstanding() > 0) {
            settle(random.nextInt(rig.outlet.outstanding()));
        }
    }

    // ---- what happens next

    private void step() {
        int drawn = random.nextInt(1000);
        if (drawn < 250) {
            onPollThread(this::poll);
        } else if (drawn < 550) {
            rig.threads.runNext();
        } else if (drawn < 750) {
            settleAny();
        } else if (drawn < 850) {
            append();
        } else if (drawn < 920) {
            rig.pass(Duration.ofMillis(List.of(10, 500, 1_000, 10_000, 30_000).get(random.nextInt(5))));
        } else if (drawn < 950) {
            rebalance();
        } else if (drawn < 985) {
            operate();
        } else if (drawn < 996) {
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

    private void poll() {
        rig.doorbell.plan(this::settleAny);
        rig.poll();
    }

    private void append() {
        TopicPartition partition = anyPartition();
        for (int i = random.nextInt(4); i >= 0; i--) {
            if (chance(10)) {
                plan.kafka.gap(partition, 1 + random.nextInt(3));
            }
            plan.kafka.append(partition, "x");
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
        mine.loop().signals().send(() -> {
            if (mine == rig) {
                operate(anyPartition());
            }
        });
    }

    private void operate(TopicPartition partition) {
        try {
            switch (random.nextInt(5)) {
                case 0 -> rig.operations().pause(Rig.name(partition));
                case 1 -> rig.operations().resume(Rig.name(partition));
                case 2 -> rig.operations().retryNow(Rig.name(partition));
                case 3 -> skip(partition);
                default -> seek(partition);
            }
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageStartingWith(partition.topic() + "/" + partition.partition());
        }
    }

    private void skip(TopicPartition partition) {
        AssignedPartition it = rig.loop().assignment().get(partition);
        if (it != null && rig.view(partition).failingOffset() >= 0) {
            long offset = rig.view(partition).failingOffset();
            Lanes<?> before = it.lanes();
            rig.operations().skip(Rig.name(partition), offset, "the simulation");
            models.get(partition).excuse(offset);
            models.get(partition).inherit(before, it.lanes());
        }
    }

    private void seek(TopicPartition partition) {
        FakeKafka.Log log = plan.kafka.log(partition);
        long offset = log.start() + random.nextInt((int) (log.end() - log.start() + 1));
        if (chance(50)) {
            offset = Math.max(log.start(), log.end() - 5);
        }
        rig.operations().seek(Rig.name(partition), offset);
        models.get(partition).sought();
        models.get(partition).excuseBelow(offset);
    }

    private void trouble() {
        switch (random.nextInt(4)) {
            case 0 -> rig.client().failCommit(new RebalanceInProgressException());
            case 1 -> rig.client().failCommit(new TimeoutException());
            case 2 -> delete(anyPartition());
            default -> unreadable(plan.kafka.log(anyPartition()));
        }
    }

    /** As retention does. */
    private void delete(TopicPartition partition) {
        long offset = Math.max(0, plan.kafka.log(partition).end() - random.nextInt(20));
        plan.kafka.deleteBefore(partition, offset);
        models.get(partition).excuseBelow(offset);
    }

    private void unreadable(FakeKafka.Log log) {
        if (log.unreadable().isEmpty() && !log.written().isEmpty()) {
            int last = log.written().size() - 1;
            log.unreadable().add(log.written().get(Math.max(0, last - random.nextInt(5))));
        } else {
            log.unreadable().clear();
        }
    }

    /** The process, or only its client, comes to an end, and another takes its place. */
    private void end() {
        switch (random.nextInt(3)) {
            case 0 -> restartClient();
            case 1 -> {
                rig.stop(Duration.ofSeconds(30));
                replace();
            }
            default -> {
                if (chance(50)) {
                    rig.client().answerCommits();
                }
                replace();
            }
        }
        rig.client().rebalanceInPoll(PARTITIONS);
    }

    private void restartClient() {
        new Departure(rig.loop()).afterError();
        rig.connect();
        rig.client().rebalanceInPoll(PARTITIONS);
    }

    private void replace() {
        rig.client().kill();
        rig.loop().partitions().forEach(rig.loop().assignment()::retire); // nothing of it goes on
        outputs.clear();
        models.values().forEach(PartitionModel::crash);
        rig = plan.build();
    }

    // ---- what must hold

    /** Nothing was violated in a handler, and what is counted as waiting is what waits. */
    private void check() {
        if (violation != null) {
            throw violation;
        }
        assertThat(rig.worker.fatal()).isNull();
        int messages = 0;
        long bytes = 0;
        for (AssignedPartition it : rig.loop().partitions()) {
            Amount amount = it.lanes().amount();
            messages += amount.messages();
            bytes += amount.bytes();
        }
        assertThat(rig.loop().buffer()).hasToString(messages + " messages, " + bytes + " bytes");
    }

    /** From here on everything goes well: all must be handled and committed. */
    private void settleDown() {
        calm = true;
        PARTITIONS.forEach(it -> plan.kafka.log(it).unreadable().clear());
        rig.client().rebalanceInPoll(PARTITIONS);
        for (int i = 0; i < 30; i++) {
            PARTITIONS.forEach(this::resume);
            rig.run();
            while (rig.outlet.outstanding() > 0) {
                settle(0);
            }
            rig.pass(Duration.ofMinutes(2));
            check();
        }
        rig.run();
        rig.commit();
        assertThat(rig.loop().buffer()).hasToString("0 messages, 0 bytes");
        assertThat(rig.loop().pauses().nanosLeft()).isEqualTo(Long.MAX_VALUE);
    }

    private void resume(TopicPartition partition) {
        if (rig.operatorPauses.contains(Rig.name(partition))
                && rig.loop().assignment().get(partition) != null) {
            rig.operations().resume(Rig.name(partition));
        }
    }
}
