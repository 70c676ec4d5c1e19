package io.racecar.dropwizard;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** What the Kafka client logs of its connections: a warning for each failed attempt, of each client, several times a second. */
final class ConnectionLog {

    static final String LOGGER = "org.apache.kafka.clients.NetworkClient";

    private ConnectionLog() {}

    /** Leaves it at errors, unless the application says otherwise. Other logging backends than Dropwizard's are left alone. */
    static void quiet() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Logger logger = context.getLogger(LOGGER);
            if (logger.getLevel() == null && !logger.isDebugEnabled()) {
                logger.setLevel(Level.ERROR);
            }
        }
    }
}
