package io.racecar.dropwizard.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.AppenderAttachable;
import io.dropwizard.logback.AsyncAppenderBaseProxy;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log out of a command's output: what would stand on standard output goes to standard error, from warnings on, and
 * without Kafka's warnings of each failed attempt to connect, several a second: the command says itself what is wrong.
 */
final class LogOnStandardError {
    private static final String CONNECTIONS = "org.apache.kafka.clients.NetworkClient";

    private LogOnStandardError() {}

    /** Changes the appenders that Dropwizard made from the configuration. Other logging backends are left alone. */
    static void redirect() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            for (Logger logger : context.getLoggerList()) {
                redirect(logger);
            }
            Logger connections = context.getLogger(CONNECTIONS);
            if (connections.getLevel() == null && !connections.isDebugEnabled()) {
                connections.setLevel(Level.ERROR);
            }
        }
    }

    private static void redirect(AppenderAttachable<?> parent) {
        for (Iterator<? extends Appender<?>> each = parent.iteratorForAppenders(); each.hasNext(); ) {
            Appender<?> appender = each.next();
            if (appender instanceof ConsoleAppender<?> console) {
                redirect(ofEvents(console));
            } else if (appender instanceof AppenderAttachable<?> further) {
                redirect(further);
            } else if (appender instanceof AsyncAppenderBaseProxy<?> throttled) {
                redirect(throttled.getAppender());
            }
        }
    }

    @SuppressWarnings("unchecked") // what is attached to a logger takes events
    private static ConsoleAppender<ILoggingEvent> ofEvents(ConsoleAppender<?> console) {
        return (ConsoleAppender<ILoggingEvent>) console;
    }

    private static void redirect(ConsoleAppender<ILoggingEvent> console) {
        console.stop();
        console.setTarget("System.err");
        ThresholdFilter fromWarnings = new ThresholdFilter();
        fromWarnings.setLevel(Level.WARN.toString());
        fromWarnings.start();
        console.addFilter(fromWarnings);
        console.start();
    }
}
