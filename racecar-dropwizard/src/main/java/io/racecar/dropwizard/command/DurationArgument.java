package io.racecar.dropwizard.command;

import java.time.Duration;
import java.util.regex.Pattern;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.ArgumentType;

/** Reads durations as {@code 30s}, {@code 2 minutes} or a bare number of seconds. */
final class DurationArgument implements ArgumentType<Duration> {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    @Override
    public Duration convert(ArgumentParser parser, Argument argument, String value) throws ArgumentParserException {
        try {
            return SECONDS.matcher(value).matches()
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : io.dropwizard.util.Duration.parse(value).toJavaDuration();
        } catch (IllegalArgumentException e) {
            throw new ArgumentParserException(
                    "must be a duration such as 30s, 2m or 500ms but was " + value, e, parser, argument);
        }
    }
}
