package io.racecar;

/**
 * Told of every failed handling: the place to report to an error tracker.
 *
 * <pre>{@code
 * racecar.errorHandler((error, info) -> tracker.report(error, info.partition(), info.first().offset()));
 * }</pre>
 *
 * <p>Called on the handler's thread, before the pause, for each attempt anew; by several threads at once when there are
 * several workers or consumers, so it must be thread-safe. It tells only: what happens to the message does not depend
 * on it.
 */
@FunctionalInterface
public interface ErrorHandler {

    /**
     * Takes note of a failure. An exception thrown here is logged and counted and changes nothing else.
     *
     * @param error what the handler threw; an {@link Error} too
     * @param info what it was handling
     */
    void handle(Throwable error, ErrorInfo info);
}
