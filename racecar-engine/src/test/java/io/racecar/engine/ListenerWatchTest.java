package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.racecar.ConsumerState;
import io.racecar.RacecarListener;
import io.racecar.RacecarListener.StateChanged;
import io.racecar.engine.ListenerWatch.Call;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ListenerWatchTest {
    private static final RacecarListener AUDIT = new Audit();

    private final AtomicLong nanos = new AtomicLong();
    private final ListenerWatch watch = new ListenerWatch(nanos::get);
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.racecar");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private static final class Audit implements RacecarListener {}

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        watch.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private List<String> warnings() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aCallThatDoesNotReturnIsToldWithItsListenerItsEventItsThreadAndWhereItIs() {
        watch.begins(AUDIT, "polled");
        watch.look();
        assertThat(warnings()).isEmpty();

        pass(Duration.ofSeconds(3));
        watch.look();

        assertThat(warnings())
                .singleElement()
                .asString()
                .contains(Audit.class.getName(), "for polled 3 s ago")
                .contains(
                        "and " + Thread.currentThread().getName() + " waits for it",
                        getClass().getName() + ".aCallThatDoesNotReturn");
    }

    @Test
    void aCallThatTookLongIsToldAfterwards() {
        Call slow = watch.begins(AUDIT, "partitionsAssigned");
        pass(Duration.ofMillis(1500));
        watch.ends(slow);

        assertThat(warnings())
                .singleElement()
                .asString()
                .contains(Audit.class.getName(), "took 1500 ms for partitionsAssigned");
    }

    @Test
    void whatReturnsSoonIsNotWorthAWord() {
        for (int i = 0; i < 10; i++) {
            Call call = watch.begins(AUDIT, "polled");
            pass(Duration.ofMillis(999));
            watch.ends(call);
            watch.look();
        }

        assertThat(warnings()).isEmpty();
    }

    @Test
    void aListenerIsToldOnceAMinuteAndHidesNoOther() {
        RacecarListener other = new RacecarListener() {};
        for (RacecarListener it : List.of(AUDIT, AUDIT, other)) {
            Call slow = watch.begins(it, "polled");
            pass(Duration.ofSeconds(2));
            watch.ends(slow);
        }
        assertThat(warnings()).hasSize(2);

        pass(Duration.ofMinutes(1));
        watch.begins(AUDIT, "polled");
        pass(Duration.ofSeconds(2));
        watch.look();
        assertThat(warnings()).hasSize(3);
    }

    @Test
    void aDeliveryWhoseListenerDoesNotReturnIsTold() {
        watch.deliveryBegins(AUDIT);
        watch.look();
        assertThat(warnings()).as("it may have begun just now").isEmpty();

        watch.look();

        assertThat(warnings()).singleElement().asString().contains(Audit.class.getName(), "called for delivered");
    }

    @Test
    void deliveriesThatGoOnAreNotWorthAWord() {
        for (int i = 0; i < 5; i++) {
            watch.deliveryBegins(AUDIT);
            watch.look();
            watch.deliveryEnds();
            watch.look();
        }

        assertThat(warnings()).isEmpty();
    }

    @Test
    void whatListenersAreToldIsWatched() {
        RacecarListener slow = new RacecarListener() {
            @Override
            public void stateChanged(StateChanged event) {
                pass(Duration.ofSeconds(2));
                throw new AssertionError("and it fails");
            }
        };

        new Listeners(List.of(slow), watch)
                .stateChanged(new StateChanged("orders", ConsumerState.STARTING, ConsumerState.RUNNING, null));

        assertThat(warnings()).hasSize(2).first().asString().contains("took 2000 ms for stateChanged");
    }
}
