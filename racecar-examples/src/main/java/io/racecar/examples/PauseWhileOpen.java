package io.racecar.examples;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.racecar.engine.ConsumerControl;

/** Pauses a consumer as long as a circuit breaker is open, so that its messages wait instead of failing one by one. Thread-safe. */
public final class PauseWhileOpen {
    private final CircuitBreaker breaker;
    private final ConsumerControl consumer;

    private PauseWhileOpen(CircuitBreaker breaker, ConsumerControl consumer) {
        this.breaker = breaker;
        this.consumer = consumer;
    }

    /**
     * From now on the consumer follows the breaker; at once, if that is open already.
     *
     * @param breaker becomes half open by itself: a paused consumer makes no call that would have it do so
     */
    public static void connect(CircuitBreaker breaker, ConsumerControl consumer) {
        if (!breaker.getCircuitBreakerConfig().isAutomaticTransitionFromOpenToHalfOpenEnabled()) {
            throw new IllegalArgumentException("the circuit breaker " + breaker.getName()
                    + " would stay open for ever; enable its automatic transition from open to half open");
        }
        PauseWhileOpen follower = new PauseWhileOpen(breaker, consumer);
        breaker.getEventPublisher().onStateTransition(event -> follower.follow());
        if (follower.isOpen()) {
            follower.follow();
        }
    }

    /** Goes by the state of now, as two transitions may be told in any order. */
    private synchronized void follow() {
        if (isOpen()) {
            consumer.pause();
        } else {
            consumer.resume();
        }
    }

    private boolean isOpen() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> true;
            default -> false;
        };
    }
}
