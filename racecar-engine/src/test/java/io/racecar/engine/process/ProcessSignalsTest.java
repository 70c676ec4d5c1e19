package io.racecar.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ProcessSignalsTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void theLatestIsToldAndMayPassOnWhatItIsTold() throws Exception {
        try (ProcessSignals first = new ProcessSignals();
                ProcessSignals second = new ProcessSignals()) {
            first.on("USR1", before -> seen.add("first"));
            second.on("USR1", before -> {
                seen.add("second");
                before.run();
            });

            kill();

            await().untilAsserted(() -> assertThat(seen).containsExactly("second", "first"));
        }
    }

    @Test
    void closingGivesSignalsBack() throws Exception {
        try (ProcessSignals first = new ProcessSignals()) {
            first.on("USR1", before -> seen.add("first"));
            ProcessSignals second = new ProcessSignals();
            second.on("USR1", before -> seen.add("second"));
            second.close();

            kill();

            await().untilAsserted(() -> assertThat(seen).containsExactly("first"));
        }
    }

    @Test
    void nothingBeforeIsNothingToPassOn() throws Exception {
        try (ProcessSignals signals = new ProcessSignals()) {
            signals.on("USR1", before -> {
                before.run();
                seen.add("survived");
            });

            kill();

            await().untilAsserted(() -> assertThat(seen).containsExactly("survived"));
        }
    }

    @Test
    void aSignalThatTheJvmKeepsIsNoError() {
        assertThatCode(() -> {
                    try (ProcessSignals signals = new ProcessSignals()) {
                        signals.on("SEGV", before -> seen.add("SEGV"));
                        signals.on("NOSUCHSIGNAL", before -> seen.add("none"));
                    }
                })
                .doesNotThrowAnyException();
    }

    private static void kill() throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-USR1", Long.toString(ProcessHandle.current().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
