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
import io.racecar.UnprocessableMessageException;
import io.racecar.engine.config.Ordering;
import io.racecar.engine.worker.Backlog.Amount;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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
    private static final String DEAD = "dead";

    private final Random random;
    private final Ordering ordering;
    private final boolean batches;
    private final int keys;
    private final boolean metadataFits;
    private final boolean limited;
    private final RigPlan plan;
    private final Map<TopicPartition, PartitionModel> models = new HashMap<>();
    private final Map<Object, Call> outputs = new HashMap<>();
    private final Map<OutgoingMessage, Burial> burials = new IdentityHashMap<>();
    private Rig rig;
    private AssertionError violation;
    private boolean polling;
    private int depth;
    private int produced;
    private boolean calm;

    /** A message on its way to the dead-letter topic. */
    private record Burial(TopicPartition partition, Lanes<?> lanes, long offset) {}

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
        ordering = Ordering.values()[random.nextInt(Ordering.values().length)];
        batches = random.nextBoolean();
        keys = 1 + random.nextInt(6);
        metadataFits = chance(75);
        plan = new RigPlan(batches ? batches() : messages())
                .maxPollRecords(1 + random.nextInt(10))
                .pauses(RigPlan.doublingFrom(Duration.ofSeconds(10), Duration.ofMinutes(1)))
                .settings(this::drawSettings);
        if (chance(60)) {
            Set<String> on = chance(30) ? Set.of(ArithmeticException.class.getName()) : Set.of();
            plan.deadLetters(new DeadLetterPolicy(DEAD, random.nextInt(4), on, InstantSource.system()));
        }
        limited = seed % 3 == 1;
        if (limited) {
            plan.maxMessagesPerSecond(drawnRate());
        }
        plan.listened = random.nextBoolean();
        PARTITIONS.forEach(it -> models.put(it, new PartitionModel(it, plan.kafka.log(it), ordering)));
        plan.kafka.onCommit((partition, offset) -> models.get(partition).committed(offset));
        plan.kafka.onCommittedAsked((partition, offset) -> models.get(partition).told(offset));
        plan.kafka.onCommitAsked(this::commitAsked);
        if (!metadataFits) {
            plan.kafka.longestMetadata(random.nextInt(150));
        }
        start();
    }

    private void drawSettings(SettingsPlan settings) {
        settings.ordering = ordering;
        settings.concurrency = 1 + random.nextInt(4);
        settings.batchSize = 1 + random.nextInt(5);
        settings.maxBufferedMessages = 4 + random.nextInt(40);
        settings.maxUncommittedSpan = 10 + random.nextInt(50);
        settings.commitInterval = Duration.ofSeconds(1);
        settings.synchronousCommits = chance(25);
    }

    private double drawnRate() {
        return List.of(0.05, 1.0, 20.0, 1000.0).get(random.nextInt(4));
    }

    private void start() {
        rig = plan.build();
        rig.outlet.onSend(this::sent);
        rig.client().rebalanceInPoll(PARTITIONS);
    }

    private void commitAsked(TopicPartition partition, OffsetAndMetadata offset) {
        if (metadataFits && ordering != Ordering.PARTITION) {
            models.get(partition).assertStoresAll(lanes(partition), offset);
        }
    }

    private Lanes<?> lanes(TopicPartition partition) {
        return rig.loop().assignment().get(partition).lanes();
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            assertThat(Thread.interrupted()).isFalse();
        }
        settleDown();
    }

    @Override
    public String toString() {
        return (batches ? "batches" : "messages") + " of " + plan.settings.build() + ", " + plan.deadLetters
                + (limited ? ", limited" : "");
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
                lanes(partition),
                messages.stream().map(Message::offset).toList());
        List<Long> begun = call.offsets;
        model.begin(call.lanes, begun);
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
                model.end(begun);
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
            throw drawnFailure();
        }
    }

    private RuntimeException drawnFailure() {
        return switch (random.nextInt(6)) {
            case 0 -> new ArithmeticException("drawn");
            case 1 -> new UnprocessableMessageException("drawn", null);
            default -> new IllegalStateException("drawn");
        };
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
        } catch (IllegalStateException | DeliveryException e) { // fenced, or refused at once
            outputs.remove(value);
            call.outstanding--;
            if (e instanceof DeliveryException || chance(50)) {
                throw e;
            }
        }
    }

    /** Nothing is outstanding then, as nobody could acknowledge it while this thread waits. */
    private void deliver(Call call, Context context) {
        for (int i = rig.outlet.outstanding() - 1; i >= 0; i--) {
            if (outputs.get(rig.outlet.messages().get(i).value()) == call) {
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

    /** A message is on its way; one to the dead-letter topic counts as handled. */
    private void sent(OutgoingMessage message) {
        if (message.topic().equals(DEAD)) {
            TopicPartition partition =
                    new TopicPartition("t", Integer.parseInt(message.headers().get("racecar.partition")));
            Burial burial = new Burial(
                    partition,
                    lanes(partition),
                    Long.parseLong(message.headers().get("racecar.offset")));
            burials.put(message, burial);
            models.get(partition).returned(List.of(burial.offset));
        }
    }

    private void settle(int index) {
        OutgoingMessage message = rig.outlet.messages().get(index);
        if (message.topic().equals(DEAD)) {
            settle(index, burials.remove(message));
        } else {
            settle(index, outputs.remove(message.value()));
        }
    }

    /** Of a batch nobody but the engine knows what goes there together, so that all of it is finished or none. */
    private void settle(int index, Burial burial) {
        PartitionModel model = models.get(burial.partition);
        List<Long> offset = List.of(burial.offset);
        if (calm || chance(80)) {
            if (batches) {
                model.kept(offset);
            } else {
                model.finished(burial.lanes, offset);
            }
            rig.outlet.acknowledge(index);
        } else {
            if (!batches && !burial.lanes.isFenced()) {
                model.goesBack(offset);
            }
            rig.outlet.fail(index);
        }
    }

    private void settle(int index, Call call) {
        call.outstanding--;
        if (calm || chance(90)) {
            finishIfDone(call);
            rig.outlet.acknowledge(index);
        } else {
            call.undelivered = true;
            rig.outlet.fail(index);
        }
        if (call.returned && call.outstanding == 0 && call.undelivered && !call.lanes.isFenced()) {
            models.get(call.partition).goesBack(call.offsets);
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
            if (limited && chance(10)) {
                changeRate();
            }
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
            String key = chance(15) ? null : "k" + random.nextInt(keys);
            models.get(partition).written(plan.kafka.log(partition).end(), key);
            plan.kafka.appendWithKey(partition, key, "x");
        }
        if (chance(5)) {
            plan.kafka.leaderEpoch(partition, plan.kafka.log(partition).leaderEpoch() + 1);
        }
    }

    private void changeRate() {
        if (chance(30)) {
            rig.rateLimit.lift();
        } else {
            rig.rateLimit.change(drawnRate());
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
        if (it == null || rig.view(partition).failingOffset() < 0) {
            return;
        }
        List<LanePause> pauses = it.lanes().paused().stream().map(Lane::pause).toList();
        long offset = pauses.isEmpty() || chance(50)
                ? rig.view(partition).failingOffset()
                : pauses.get(random.nextInt(pauses.size())).offset();
        boolean unreadable = it.fetchPause() != null && it.fetchPause().offset() == offset;
        Lanes<?> before = it.lanes();
        rig.operations().skip(Rig.name(partition), offset, "the simulation");
        if (unreadable) {
            models.get(partition).leftOut(it.lanes(), offset);
        } else if (plan.deadLetters.topic() == null) {
            models.get(partition).skipped(before, it.lanes(), offset);
        } else {
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
        models.get(partition).sought(lanes(partition));
        models.get(partition).excuseBelow(offset);
    }

    private void trouble() {
        switch (random.nextInt(5)) {
            case 0 -> rig.client().failCommit(new RebalanceInProgressException());
            case 1 -> rig.client().failCommit(new TimeoutException());
            case 2 -> delete(anyPartition());
            case 3 -> rig.outlet.refuse(!rig.outlet.isRefusing());
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
        burials.clear();
        models.values().forEach(PartitionModel::crash);
        start();
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
            models.get(it.topicPartition()).epoch(it.lanes());
            assertThat(it.tracker().span())
                    .as("span of %s", it)
                    .isLessThan(plan.settings.maxUncommittedSpan + plan.maxPollRecords);
            Amount amount = it.lanes().amount();
            messages += amount.messages();
            bytes += amount.bytes();
        }
        assertThat(rig.loop().buffer()).hasToString(messages + " messages, " + bytes + " bytes");
    }

    /** From here on everything goes well: all must be handled and committed. */
    private void settleDown() {
        calm = true;
        rig.outlet.refuse(false);
        rig.rateLimit.lift();
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
        models.values().forEach(PartitionModel::assertAllFinished);
    }

    private void resume(TopicPartition partition) {
        if (rig.operatorPauses.contains(Rig.name(partition))
                && rig.loop().assignment().get(partition) != null) {
            rig.operations().resume(Rig.name(partition));
        }
    }
}
