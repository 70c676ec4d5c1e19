package io.racecar.dropwizard.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.ArgumentType;

/** Reads times as {@code 2026-11-22T16:00:00Z}, or as a duration back from now, {@code 2h}. */
final class MomentArgument implements ArgumentType<Instant> {
    private final InstantSource clock;
    private final DurationArgument duration = new DurationArgument();

    MomentArgument() {
        this(InstantSource.system());
    }

    MomentArgument(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(ArgumentParser parser, Argument argument, String value) throws ArgumentParserException {
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            return back(parser, argument, value);
        }
    }

    private Instant back(ArgumentParser parser, Argument argument, String value) throws ArgumentParserException {
        try {
            return clock.instant().minus(duration.convert(parser, argument, value));
        } catch (ArgumentParserException | DateTimeException | ArithmeticException e) {
            throw new ArgumentParserException(
                    "must be a time such as 2026-11-22T16:00:00Z, or a duration back such as 2h, but was " + value,
                    e,
                    parser,
                    argument);
        }
    }
}
