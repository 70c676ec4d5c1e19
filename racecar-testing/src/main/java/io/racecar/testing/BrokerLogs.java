package io.racecar.testing;

import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Sees to it that brokers, which write hundreds of lines when they start, do not drown what the test itself logs. */
final class BrokerLogs {

    private BrokerLogs() {}

    /** Does nothing where another backend than Logback logs. */
    static void quieten() {
        ILoggerFactory backend = LoggerFactory.getILoggerFactory();
        // By name, because Logback need not be there.
        if (backend.getClass().getName().equals("ch.qos.logback.classic.LoggerContext")) {
            QuietLogback.install(backend);
        }
    }
}
