package io.racecar.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import java.util.List;
import org.slf4j.ILoggerFactory;

/**
 * Keeps the loggers that only brokers write to at {@code ERROR}, and the one that prints settings at {@code WARN}, unless
 * the configuration sets a level for them.
 *
 * <p>Frameworks reset Logback before they configure it, perhaps after brokers have started, so this is done again then.
 */
final class QuietLogback implements LoggerContextListener {
    private static final List<String> BROKER_LOGGERS = List.of(
            "kafka",
            "state.change.logger",
            "org.apache.kafka.controller",
            "org.apache.kafka.coordinator",
            "org.apache.kafka.image",
            "org.apache.kafka.metadata",
            "org.apache.kafka.network",
            "org.apache.kafka.queue",
            "org.apache.kafka.raft",
            "org.apache.kafka.security",
            "org.apache.kafka.server",
            "org.apache.kafka.snapshot",
            "org.apache.kafka.storage");

    /** Clients write to it as well, 200 lines each; a broker's settings are 250 lines, many times over. */
    private static final String SETTINGS_LOGGER = "org.apache.kafka.common.config.AbstractConfig";

    private QuietLogback() {}

    static void install(ILoggerFactory backend) {
        LoggerContext context = (LoggerContext) backend;
        if (context.getCopyOfListenerList().stream().noneMatch(QuietLogback.class::isInstance)) {
            context.addListener(new QuietLogback());
            quieten(context);
        }
    }

    private static void quieten(LoggerContext context) {
        BROKER_LOGGERS.forEach(name -> setUnlessConfigured(context, name, Level.ERROR));
        setUnlessConfigured(context, SETTINGS_LOGGER, Level.WARN);
    }

    private static void setUnlessConfigured(LoggerContext context, String name, Level level) {
        if (!isConfigured(context, name)) {
            context.getLogger(name).setLevel(level);
        }
    }

    /** Whether it or a parent of it, other than the root, has a level of its own. */
    private static boolean isConfigured(LoggerContext context, String name) {
        for (String above = name; ; above = above.substring(0, above.lastIndexOf('.'))) {
            if (context.getLogger(above).getLevel() != null) {
                return true;
            }
            if (above.indexOf('.') < 0) {
                return false;
            }
        }
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onReset(LoggerContext context) {
        quieten(context);
    }

    @Override
    public void onStart(LoggerContext context) {}

    @Override
    public void onStop(LoggerContext context) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}
}
