package io.racecar.datadog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.Produced;
import io.racecar.engine.Racecar;
import io.racecar.engine.RacecarPlugin.Attachment;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RacecarDatadogTest {
    private static final Produced PRODUCED =
            new Produced(null, OutgoingMessage.to("invoices").value("17"), 2, 1, null);

    private static final OutgoingMessage UNREADABLE =
            OutgoingMessage.to("invoices").json(new Unreadable());

    private static RacecarConfig.Builder settings() {
        return RacecarConfig.builder().environment(Map.of());
    }

    private static RacecarConfig.Builder settings(UdpAgent agent) throws IOException {
        return settings()
                .set("datadog.enabled", true)
                .set("datadog.host", "127.0.0.1")
                .set("datadog.port", agent.port());
    }

    @Test
    void unlessItIsEnabledNothingIsAttached() {
        assertThat(new RacecarDatadog().attach(settings().build())).isEmpty();
    }

    @Test
    void whatIsLeftIsSentAtTheEnd() throws IOException {
        try (UdpAgent agent = new UdpAgent()) {
            Attachment attachment =
                    new RacecarDatadog().attach(settings(agent).build()).orElseThrow();
            attachment.produced(PRODUCED);
            attachment.closed();

            assertThat(agent.lines()).contains("racecar.producer.produce.messages:1|c|#client:racecar,topic:invoices");
        }
    }

    @Test
    void theEndWithoutABeginningIsNoProblem() throws IOException {
        try (UdpAgent agent = new UdpAgent()) {
            new RacecarDatadog().attach(settings(agent).build()).orElseThrow().closed();

            assertThat(agent.lines()).isEmpty();
        }
    }

    @Test
    void enablingItIsEnoughForAnyBuilder() throws IOException {
        try (UdpAgent agent = new UdpAgent()) {
            RacecarConfig config = settings(agent).build();
            for (Racecar.Builder builder : List.of(
                    Racecar.builder(config),
                    Racecar.builder(config).installPlugins(),
                    RacecarDatadog.register(Racecar.builder(config)),
                    RacecarDatadog.register(Racecar.builder(config)).installPlugins())) {
                Racecar racecar = builder.build();
                assertThatThrownBy(() -> racecar.producer().produce(UNREADABLE)).isNotNull();
                racecar.close();

                assertThat(agent.lines().stream().filter(it -> it.startsWith("racecar.producer.produce.errors:1|c")))
                        .as("its message, which cannot be encoded, is counted by one plugin")
                        .hasSize(1);
            }
        }
    }

    @Test
    void aPathThatIsTooLongForASocketIsRefused() {
        RacecarConfig config = settings()
                .set("datadog.enabled", true)
                .set("datadog.socketPath", "/run/" + "x".repeat(200))
                .build();

        assertThatThrownBy(() -> new RacecarDatadog().attach(config))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("datadog.socketPath must be the path of a Unix socket but was /run/x")
                .hasMessageContaining("its path has 205 bytes, more than 103");
    }

    /** JSON cannot be made of it. */
    private static final class Unreadable {
        public String getValue() {
            throw new IllegalStateException("unreadable");
        }
    }
}
