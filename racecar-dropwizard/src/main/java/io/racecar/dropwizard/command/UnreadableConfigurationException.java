package io.racecar.dropwizard.command;

/** Says that the configuration could not be read at all. */
final class UnreadableConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableConfigurationException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
