package io.racecar.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConnectionLogTest {

    private final Logger connections = (Logger) LoggerFactory.getLogger(ConnectionLog.LOGGER);
    private final Logger addresses = (Logger) LoggerFactory.getLogger(ConnectionLog.ADDRESSES);
    private final Logger kafka = (Logger) LoggerFactory.getLogger("org.apache.kafka");

    @BeforeEach
    void configureNothing() {
        connections.setLevel(null);
        addresses.setLevel(null);
        kafka.setLevel(Level.INFO);
    }

    @AfterEach
    void leaveNothing() {
        connections.setLevel(null);
        addresses.setLevel(null);
        kafka.setLevel(null);
    }

    @Test
    void isQuietByDefault() {
        ConnectionLog.quiet();

        assertThat(connections.getLevel()).isEqualTo(Level.ERROR);
        assertThat(addresses.getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void aLevelThatTheApplicationSetIsKept() {
        connections.setLevel(Level.WARN);
        addresses.setLevel(Level.INFO);

        ConnectionLog.quiet();

        assertThat(connections.getLevel()).isEqualTo(Level.WARN);
        assertThat(addresses.getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void whoAsksForDebuggingOutputGetsIt() {
        kafka.setLevel(Level.DEBUG);

        ConnectionLog.quiet();

        assertThat(connections.getEffectiveLevel()).isEqualTo(Level.DEBUG);
        assertThat(addresses.getEffectiveLevel()).isEqualTo(Level.DEBUG);
    }
}
