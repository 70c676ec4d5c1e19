package io.racecar.testing.security;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.slf4j.LoggerFactory;

/** All that Racecar and its Kafka clients log until this is closed, from DEBUG on, with stack traces. Thread-safe. */
final class ClientLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger racecar = (Logger) LoggerFactory.getLogger("io.racecar");
    private final Logger kafka = (Logger) LoggerFactory.getLogger("org.apache.kafka");

    /** Prints all properties of a client; embedded brokers keep it quiet otherwise. */
    private final Logger properties = (Logger) LoggerFactory.getLogger(AbstractConfig.class);

    private final Level propertiesBefore = properties.getLevel();
    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

    ClientLog() {
        start();
        for (Logger logger : List.of(racecar, kafka)) {
            logger.setLevel(Level.DEBUG);
            logger.addAppender(this);
        }
        kafka.setAdditive(false);
        properties.setLevel(Level.DEBUG);
    }

    /** Everything, as a log file would have it. */
    Stream<String> lines() {
        return events.stream()
                .map(event -> event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + "\n"
                        + ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    /** What Racecar itself says, with the level. */
    List<String> racecar() {
        return events.stream()
                .filter(event -> event.getLoggerName().equals(racecar.getName()))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** What Racecar itself says went wrong. */
    List<String> errors() {
        return racecar().stream().filter(line -> line.startsWith("ERROR")).toList();
    }

    /** The connections that consumers of that name have opened. */
    Stream<String> connections(String consumer) {
        return lines().filter(line -> line.contains("[Consumer clientId=racecar-" + consumer + "-")
                && line.contains("Initiating connection"));
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        events.add(event);
    }

    @Override
    public void close() {
        for (Logger logger : List.of(racecar, kafka)) {
            logger.detachAppender(this);
            logger.setLevel(null);
        }
        kafka.setAdditive(true);
        properties.setLevel(propertiesBefore);
    }
}
