package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aTerminalShowsHowManyMessagesAreDelivered() {
        progressTo(3, true);

        assertThat(err.toString())
                .startsWith("\rDelivered")
                .containsPattern("\\b3\\S* messages")
                .endsWith(System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void nothingElseIsWrittenTo() {
        progressTo(3, false);

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).isEmpty();
    }

    private void progressTo(long messages, boolean errIsTerminal) {
        Console console = new Console(
                InputStream.nullInputStream(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                () -> errIsTerminal,
                status -> {});
        try (Progress progress = Progress.on(console)) {
            progress.show(messages);
        }
    }
}
