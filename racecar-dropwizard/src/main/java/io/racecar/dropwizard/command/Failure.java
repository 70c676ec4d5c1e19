package io.racecar.dropwizard.command;

import io.dropwizard.configuration.ConfigurationException;
import io.racecar.DeliveryException;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.deadletters.DeadLettersException;
import org.jspecify.annotations.Nullable;

/**
 * What a command ended with, for a person to read: no class names and no stack trace where the message says it all, and the
 * chain of causes otherwise.
 *
 * @param status the exit status
 */
record Failure(int status, String text) {
    /** Of everything but wrong usage. */
    static final int FAILED = 1;

    /** Of wrong usage and wrong configurations. */
    static final int USAGE = 2;

    static Failure of(Throwable error) {
        if (error instanceof InvalidConfigurationException invalid) {
            return new Failure(USAGE, listed(invalid));
        }
        if (error instanceof UsageException
                || error instanceof ConfigurationException
                || error instanceof UnreadableConfigurationException) {
            return new Failure(USAGE, message(error));
        }
        if (error instanceof CommandFailedException
                || error instanceof DeliveryException
                || error instanceof DeadLettersException
                || isReport(error)) {
            return new Failure(FAILED, message(error));
        }
        return new Failure(FAILED, chain(error));
    }

    /** Whoever throws exceptions without a stack trace has written their messages for the console. */
    private static boolean isReport(Throwable error) {
        return error.getStackTrace().length == 0 && error.getMessage() != null;
    }

    private static String listed(InvalidConfigurationException error) {
        return error.problems().size() == 1 ? error.problems().get(0) : message(error);
    }

    private static String message(Throwable error) {
        return String.valueOf(error.getMessage()).stripTrailing();
    }

    private static String chain(Throwable error) {
        StringBuilder text = new StringBuilder(error.toString());
        for (@Nullable Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            text.append(System.lineSeparator()).append("Caused by: ").append(cause);
        }
        return text.toString();
    }
}
