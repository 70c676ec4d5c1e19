package io.racecar.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.racecar.engine.deadletters.Observer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundTest {
    private final Background background = new Background();
    private final BackgroundJob endless = new BackgroundJob("redrive, as alice asked", BackgroundTest::untilCancelled);

    @AfterEach
    void close() {
        background.close();
    }

    private static String untilCancelled(Observer observer) {
        observer.redriven(17, 20);
        await().until(observer::isCancelled);
        return "cancelled";
    }

    @Test
    void onlyOneJobRunsAtATime() {
        BackgroundJob next = new BackgroundJob("list", observer -> "3 dead letters");
        background.begin(endless);

        assertThatThrownBy(() -> background.begin(next))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this is under way: redrive, as alice asked; wait for its end, or cancel it");
        await().untilAsserted(() -> assertThat(endless.progress()).isEqualTo("has put back 17 of 20"));
        assertThat(endless.result()).isNull();
        endless.cancel();
        await().untilAsserted(() -> assertThat(endless.result()).isEqualTo("cancelled"));

        background.begin(next);
        await().untilAsserted(() -> assertThat(next.result()).isEqualTo("3 dead letters"));
    }

    @Test
    void theEndOfTheApplicationEndsIt() {
        background.begin(endless);

        background.close();

        assertThat(endless.result()).isEqualTo("cancelled");
        assertThatThrownBy(() -> background.begin(new BackgroundJob("list", observer -> "")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the application is stopping");
    }

    @Test
    void whateverItThrowsItIsOver() {
        BackgroundJob failing = new BackgroundJob("purge", observer -> {
            throw new IllegalStateException("no more");
        });
        background.begin(failing);

        await().untilAsserted(() ->
                assertThat(failing.result()).isEqualTo("failed: java.lang.IllegalStateException: no more"));
    }
}
