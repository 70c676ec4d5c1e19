package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.SubscribesTo;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.config.StartAt;
import io.racecar.engine.worker.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is known of a share group before any client is made (G1). */
class ShareChecksTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final RacecarConfig.Builder config =
            RacecarConfig.builder().environment(Map.of()).set("groupProtocol", "share");

    @SubscribesTo(pattern = "t.*")
    static class PatternConsumer extends NoConsumer {}

    @SubscribesTo("t")
    @SubscribesTo(value = "u", startFromBeginning = false)
    static class MixedConsumer extends NoConsumer {}

    @SubscribesTo("t")
    static class PlainConsumer extends NoConsumer {}

    abstract static class NoConsumer implements MessageConsumer<String> {
        @Override
        public void process(Message<String> message, Context context) {}
    }

    private List<String> problems(Class<? extends NoConsumer> type) {
        return catchThrowableOfType(
                        InvalidConfigurationException.class,
                        () -> Racecar.builder(config.build()).consumer(type).build())
                .problems();
    }

    @Test
    void whatIsGivenUpNeedsAPlace() {
        assertThat(problems(PlainConsumer.class))
                .containsExactly(
                        "the consumer plain-consumer has groupProtocol share, where the brokers drop what has failed"
                                + " too often without a word; set deadLetter.topic, or deadLetter.onGiveUp to drop if that is"
                                + " wanted");
    }

    @Test
    void patternsAreRefused() {
        config.set("deadLetter.onGiveUp", "drop");

        assertThat(problems(PatternConsumer.class))
                .containsExactly(
                        "the consumer pattern-consumer subscribes to the pattern \"t.*\", which groupProtocol share"
                                + " cannot; name the topics, or use classic or consumer");
    }

    @Test
    void allTopicsStartAlike() {
        config.set("deadLetter.topic", "dead");

        assertThat(problems(MixedConsumer.class))
                .containsExactly(
                        "the consumer mixed-consumer has startFromBeginning for some of its topics only, but a share"
                                + " group has one start for all of them; give all the same, or use several consumers");
    }

    @Test
    void theStartIsSaidAsTheBrokersSayIt() {
        Subscription beginning = new Subscription(Map.of("t", true), List.of());
        Subscription end = new Subscription(Map.of("t", false), List.of());

        assertThat(ShareStart.of(Optional.empty(), beginning, NOW)).isEqualTo("earliest");
        assertThat(ShareStart.of(Optional.empty(), end, NOW)).isEqualTo("latest");
        assertThat(ShareStart.of(Optional.of(new StartAt.End()), beginning, NOW))
                .isEqualTo("latest");
        assertThat(ShareStart.of(Optional.of(new StartAt.Back(Duration.ofHours(2))), beginning, NOW))
                .isEqualTo("by_duration:PT2H");
        assertThat(ShareStart.of(Optional.of(new StartAt.Time(NOW.minusSeconds(60))), beginning, NOW))
                .isEqualTo("by_duration:PT1M");
        assertThat(ShareStart.of(Optional.of(new StartAt.Time(NOW.plusSeconds(60))), beginning, NOW))
                .isEqualTo("latest");
    }
}
