package io.racecar.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.OutgoingMessage;
import io.racecar.engine.Racecar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RacecarExtensionIT {
    @RegisterExtension
    static final RacecarExtension RACECAR =
            RacecarExtension.with(EmbeddedKafka.builder().topic("in", 2).topic("out", 1));

    private static final List<Racecar> BUILT = new ArrayList<>();
    private static final List<EmbeddedKafka> SEEN = new ArrayList<>();

    @BeforeEach
    void note(EmbeddedKafka kafka) {
        SEEN.add(kafka);
    }

    @AfterAll
    static void brokersRunUntilAllTestsAreDone(EmbeddedKafka kafka) {
        kafka.createTopic("late", 1);
        assertThat(SEEN).hasSize(3).containsOnly(kafka);
    }

    @Test
    @Order(1)
    void consumersRunOnTheBrokersOfTheClass(EmbeddedKafka kafka, Racecar.Builder builder) {
        Racecar racecar = builder.consumer(
                        "in",
                        String.class,
                        (message, context) ->
                                context.produce(OutgoingMessage.to("out").value("seen " + message.value())))
                .build();
        BUILT.add(racecar);
        racecar.start();

        kafka.produce(OutgoingMessage.to("in").value("a"));

        assertThat(new String(
                        kafka.read("out", 1, Duration.ofSeconds(20)).get(0).value(), UTF_8))
                .isEqualTo("seen a");
    }

    @Test
    @Order(2)
    void whatTheTestBeforeBuiltIsClosed() {
        assertThat(BUILT)
                .hasSize(1)
                .allSatisfy(racecar -> assertThatThrownBy(racecar::start)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("closed"));
    }

    @Nested
    class InANestedClass {

        @Test
        void theBrokersAreThoseOfTheClassAround(EmbeddedKafka kafka) {
            assertThat(SEEN).contains(kafka);
        }
    }
}
