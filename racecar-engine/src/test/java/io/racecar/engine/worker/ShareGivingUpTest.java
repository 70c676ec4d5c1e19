package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.OutgoingMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What nobody would get any more is given up, and never handled: it may be what ends processes (G1). */
class ShareGivingUpTest {
    private static final DeadLetterPolicy TO_DEAD = new DeadLetterPolicy("dead", 0, Set.of(), InstantSource.system());

    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final ShareRig rig = new ShareRig(new RigPlan(consumer).deadLetters(TO_DEAD), 1, false);

    private void pause() {
        rig.pass(Duration.ofSeconds(11));
        rig.settle();
    }

    private List<String> ends() {
        return rig.client.sent().stream().filter(it -> !it.startsWith("RENEW")).toList();
    }

    @Test
    void theLastDeliveryIsNotHandledThoughItsDeadLetterIsRefused() {
        rig.client.add(5, "a");
        rig.outlet.refuse(true);
        rig.settle();
        pause();
        rig.outlet.refuse(false);
        pause();
        rig.outlet.acknowledgeAll();
        rig.settle();

        assertThat(consumer.handled()).isEmpty();
        assertThat(ends()).containsExactly("REJECT 0");
    }

    @Test
    void norIfItsDeadLetterIsNotDelivered() {
        rig.client.add(5, "a");
        rig.settle();
        rig.outlet.fail(0);
        rig.settle();
        pause();

        assertThat(consumer.handled()).isEmpty();
        assertThat(rig.outlet.messages()).extracting(OutgoingMessage::topic).containsExactly("dead");
    }

    @Test
    void eachOfABatchIsGivenUpByItself() {
        ScriptedBatches batches = new ScriptedBatches();
        ShareRig rig = new ShareRig(new RigPlan(batches).deadLetters(TO_DEAD), 3, false);
        rig.client.add(5, "a", "b", "c");
        rig.outlet.refuse(true);
        rig.settle();
        rig.outlet.refuse(false);
        rig.pass(Duration.ofSeconds(11));
        for (int i = 0; i < 3; i++) {
            rig.settle();
            rig.outlet.acknowledgeAll();
        }
        rig.settle();

        assertThat(batches.handled()).isEmpty();
        assertThat(rig.client.sent()).contains("REJECT 0", "REJECT 1", "REJECT 2");
    }

    @Test
    void aStopGoesOnTryingToSaveIt() {
        rig.client.add(5, "a");
        rig.outlet.refuse(true);
        rig.settle();
        rig.outlet.onSend(message -> rig.doorbell.plan(rig.outlet::acknowledgeAll));
        rig.doorbell.plan(() -> {});
        rig.doorbell.plan(() -> rig.outlet.refuse(false));

        rig.stop(Duration.ofSeconds(30));

        assertThat(consumer.handled()).isEmpty();
        assertThat(ends()).containsExactly("REJECT 0");
    }
}
