package io.racecar.dropwizard;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/**
 * What the Kafka client logs while brokers are away: a warning for each failed attempt to connect, of each client, several times
 * a second, and a hundred times a second that the admin client looks for another address.
 */
final class ConnectionLog {

    static final String LOGGER = "org.apache.kafka.clients.NetworkClient";
    static final String ADDRESSES = "org.apache.kafka.clients.admin.internals.AdminMetadataManager";

    private ConnectionLog() {}

    /** Leaves that out, unless the application says otherwise. Other logging backends than Dropwizard's are left alone. */
    static void quiet() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            quiet(context.getLogger(LOGGER), Level.ERROR);
            quiet(context.getLogger(ADDRESSES), Level.WARN);
        }
    }

    private static void quiet(Logger logger, Level level) {
        if (logger.getLevel() == null && !logger.isDebugEnabled()) {
            logger.setLevel(level);
        }
    }
}
