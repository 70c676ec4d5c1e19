package io.racecar.dropwizard.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void whatSteersATerminalIsShownAsItIsWritten() {
        assertThat(Printable.line("a\u001b[2Jb\nc\u202ed\u0085")).isEqualTo("a\\u001b[2Jb\\u000ac\\u202ed\\u0085");
        assertThat(Printable.lines("a\n\tb\r\u001b")).isEqualTo("a\n\tb\\u000d\\u001b");
    }

    @Test
    void longTextsAreCutBetweenCharacters() {
        assertThat(Printable.line("\ud83c\udfce".repeat(4), 3)).isEqualTo("\ud83c\udfce".repeat(2) + "\u2026");
        assertThat(Printable.line("abc", 3)).isEqualTo("abc");
        assertThat(Printable.line((String) null)).isEmpty();
    }

    @Test
    void bytesThatAreNoTextAreInBase64() {
        assertThat(Printable.line("zw\u00f6lf".getBytes(UTF_8))).isEqualTo("zw\u00f6lf");
        assertThat(Printable.line(new byte[] {-1, 0})).isEqualTo("base64 /wA=");
        assertThat(Printable.line((byte[]) null)).isEqualTo("none");
    }
}
