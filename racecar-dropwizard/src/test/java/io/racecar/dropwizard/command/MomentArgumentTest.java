package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentArgumentTest {
    private static final Instant NOW = Instant.parse("2026-11-22T16:00:00Z");

    private final ArgumentParser parser = ArgumentParsers.newFor("test").build();

    MomentArgumentTest() {
        parser.addArgument("--since").type(new MomentArgument(() -> NOW));
    }

    @ParameterizedTest
    @CsvSource({"2026-11-01T00:00:00Z,2026-11-01T00:00:00Z", "2h,2026-11-22T14:00:00Z", "90,2026-11-22T15:58:30Z"})
    void itIsATimeOrADurationBack(String given, Instant meant) throws ArgumentParserException {
        assertThat(parser.parseArgs(new String[] {"--since", given}).<Instant>get("since"))
                .isEqualTo(meant);
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> parser.parseArgs(new String[] {"--since", "yesterday"}))
                .isInstanceOf(ArgumentParserException.class)
                .hasMessageContaining(
                        "must be a time such as 2026-11-22T16:00:00Z, or a duration back such as 2h, but was yesterday");
    }
}
