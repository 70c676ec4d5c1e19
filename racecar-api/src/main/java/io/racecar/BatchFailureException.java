package io.racecar;

/**
 * Thrown by {@link BatchConsumer#processBatch} to name the message that failed: what is before it is finished, and only
 * it and what follows come again.
 *
 * <p>Its text names the message as {@code topic/3@17}, never its content.
 */
public class BatchFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Message<?> failed;

    /**
     * Makes the exception.
     *
     * @param failed the message that failed; one of the batch's, otherwise the whole batch comes again
     * @param cause why it failed
     */
    public BatchFailureException(Message<?> failed, Throwable cause) {
        super("The batch failed at %s/%d@%d".formatted(failed.topic(), failed.partition(), failed.offset()), cause);
        this.failed = failed;
    }

    /**
     * The message that failed.
     *
     * @return the message; lost when the exception is serialized
     */
    public Message<?> failed() {
        return failed;
    }
}
