package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.BatchFailureException;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.LaneResumed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What happens to messages of a share group while others of their batch pause, and while the consumer does (G1). */
class SharePausesTest {
    private final OutgoingMessage output = OutgoingMessage.to("u").value("x");

    @Test
    void whatIsHandledAgainForAFailedDeliveryIsNotReleasedMeanwhile() {
        ScriptedBatches batches = new ScriptedBatches();
        RigPlan plan = new RigPlan(batches)
                .deadLetters(new DeadLetterPolicy(
                        "dead", 0, Set.of("io.racecar.DeliveryException"), InstantSource.system()));
        ShareRig rig = new ShareRig(plan, 2, false);
        batches.then((messages, context) -> {
            context.produce(output);
            throw new BatchFailureException(messages.get(1), new IllegalStateException("no luck"));
        });
        batches.then((messages, context) -> {
            rig.pass(Duration.ofSeconds(9));
            rig.round();
            assertThat(rig.client.sent()).doesNotContain("RELEASE 1");
        });
        rig.client.add(1, "a", "b");
        rig.round();
        rig.threads.runAll();
        rig.round();

        rig.outlet.fail("x");
        rig.threads.runAll();
        rig.pass(Duration.ofSeconds(2));
        rig.outlet.acknowledgeAll();
        rig.settle();

        assertThat(batches.handled()).containsExactly(List.of("a", "b"), List.of("b"));
        assertThat(rig.client.sent()).contains("REJECT 0", "ACCEPT 1");
        assertThat(plan.events.all(LaneResumed.class)).hasSize(1);
    }

    @Test
    void aPausedConsumerLeavesWhatHasToBeHandledAgainToOthers() {
        ScriptedConsumer consumer = new ScriptedConsumer().on("a", (message, context) -> context.produce(output));
        ShareRig rig = ShareRig.of(consumer);
        rig.client.add(1, "a");
        rig.round();
        rig.threads.runAll();
        rig.operatorPauses.everything(true);
        rig.loop().operations().admitAll();

        rig.outlet.fail("x");
        rig.settle();

        assertThat(rig.client.sent()).containsExactly("RELEASE 0");
        assertThat(rig.loop().mustLeave()).isTrue();
    }
}
