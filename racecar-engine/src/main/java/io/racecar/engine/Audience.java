package io.racecar.engine;

import io.racecar.RacecarListener;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to what. Events of each message cost time, so they are not made where every listener has left their methods as
 * they are, as that of JMX has.
 *
 * @param all every listener
 * @param ofEachMessage whether one hears of single polls and handlings
 * @param ofProduction those that hear of what is produced
 * @param watch finds those that block
 */
record Audience(
        @Nullable RacecarListener all,
        boolean ofEachMessage,
        @Nullable RacecarListener ofProduction,
        ListenerWatch watch) {
    private static final Set<String> EACH_MESSAGE = Set.of("polled", "handlingStarted", "handlingFinished");
    private static final Set<String> PRODUCTION = Set.of("producing", "produced", "delivered");

    static Audience of(List<? extends RacecarListener> listeners) {
        ListenerWatch watch = new ListenerWatch(System::nanoTime);
        return new Audience(
                together(listeners, watch),
                listeners.stream().anyMatch(it -> hears(it, EACH_MESSAGE)),
                together(listeners.stream().filter(it -> hears(it, PRODUCTION)).toList(), watch),
                watch);
    }

    private static @Nullable RacecarListener together(List<? extends RacecarListener> listeners, ListenerWatch watch) {
        return listeners.isEmpty() ? null : new Listeners(listeners, watch);
    }

    /** Watches them from now on, if there are any. */
    void start() {
        if (all != null) {
            watch.start();
        }
    }

    private static boolean hears(RacecarListener listener, Set<String> events) {
        return Arrays.stream(listener.getClass().getMethods())
                .anyMatch(it -> events.contains(it.getName()) && it.getDeclaringClass() != RacecarListener.class);
    }
}
