package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private final List<String> told = new ArrayList<>();

    private final RacecarListener ofStates = new RacecarListener() {
        @Override
        public void stateChanged(StateChanged event) {
            told.add("state");
        }
    };
    private final RacecarListener ofHandlings = new RacecarListener() {
        @Override
        public void handlingFinished(HandlingFinished event) {
            told.add("handling");
        }
    };
    private final RacecarListener tracing = new RacecarListener() {
        @Override
        public OutgoingMessage producing(OutgoingMessage message) {
            return message.header("trace", "1");
        }
    };

    @Test
    void withoutListenersNobodyHears() {
        Audience nobody = Audience.of(List.of());

        assertThat(nobody.all()).isNull();
        assertThat(nobody.ofEachMessage()).isFalse();
        assertThat(nobody.ofProduction()).isNull();
    }

    @Test
    void oneThatHearsOfStatesAloneCostsNothingPerMessage() {
        Audience audience = Audience.of(List.of(ofStates));

        assertThat(audience.all()).isNotNull();
        assertThat(audience.ofEachMessage()).isFalse();
        assertThat(audience.ofProduction()).isNull();
    }

    @Test
    void oneThatHearsOfHandlingsIsEnoughForTheseEvents() {
        Audience audience = Audience.of(List.of(ofStates, ofHandlings));

        assertThat(audience.ofEachMessage()).isTrue();
        assertThat(audience.ofProduction()).isNull();
    }

    @Test
    void onlyThoseThatHearOfProductionAreToldOfIt() {
        Audience audience = Audience.of(List.of(ofStates, tracing));

        assertThat(audience.ofEachMessage()).isFalse();
        assertThat(audience.ofProduction()
                        .producing(OutgoingMessage.to("orders").value("v"))
                        .headers()
                        .get("trace"))
                .isEqualTo("1");
        audience.ofProduction().stateChanged(null);
        assertThat(told).isEmpty();
    }

    @Test
    void oneThatBreaksAMessageOrAnswersNothingTakesNothingFromTheOthers() {
        RacecarListener breaking = new RacecarListener() {
            @Override
            public OutgoingMessage producing(OutgoingMessage message) {
                throw new IllegalStateException("expected");
            }
        };
        RacecarListener silent = new RacecarListener() {
            @Override
            public OutgoingMessage producing(OutgoingMessage message) {
                return null;
            }
        };
        Audience audience = Audience.of(List.of(breaking, tracing, silent));

        for (int i = 0; i < 2; i++) {
            assertThat(audience.ofProduction()
                            .producing(OutgoingMessage.to("orders").value("v"))
                            .headers()
                            .get("trace"))
                    .isEqualTo("1");
        }
    }
}
