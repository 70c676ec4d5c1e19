package io.racecar.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;

class QuietLogbackTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void brokersLogErrorsOnly() {
        QuietLogback.install(context);

        assertThat(effective("kafka.server.BrokerServer")).isEqualTo(Level.ERROR);
        assertThat(effective("org.apache.kafka.raft.KafkaRaftClient")).isEqualTo(Level.ERROR);
        assertThat(effective("org.apache.kafka.common.config.AbstractConfig")).isEqualTo(Level.WARN);
    }

    @Test
    void clientsLogAsBefore() {
        QuietLogback.install(context);

        assertThat(effective("org.apache.kafka.clients.NetworkClient")).isEqualTo(Level.DEBUG);
        assertThat(effective("io.racecar")).isEqualTo(Level.DEBUG);
    }

    @Test
    void aConfiguredLevelIsLeftAlone() {
        context.getLogger("kafka").setLevel(Level.INFO);
        context.getLogger("org.apache.kafka").setLevel(Level.WARN);

        QuietLogback.install(context);

        assertThat(effective("kafka.server.BrokerServer")).isEqualTo(Level.INFO);
        assertThat(effective("org.apache.kafka.raft.KafkaRaftClient")).isEqualTo(Level.WARN);
    }

    @Test
    void loggingThatIsConfiguredAnewIsQuietAgain() {
        QuietLogback.install(context);

        context.reset();

        assertThat(effective("kafka.server.BrokerServer")).isEqualTo(Level.ERROR);
    }

    private Level effective(String logger) {
        return context.getLogger(logger).getEffectiveLevel();
    }
}
