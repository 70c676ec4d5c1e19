package io.racecar.dropwizard.command;

import io.racecar.Partition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.ArgumentType;

/** Where one message is, written as in logs: {@code orders/3@17}. */
record Place(Partition partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("(.+)/(\\d{1,9})@(\\d{1,18})");

    /** Reads one from the command line. */
    static final class Type implements ArgumentType<Place> {
        @Override
        public Place convert(ArgumentParser parser, Argument argument, String value) throws ArgumentParserException {
            Matcher text = TEXT.matcher(value);
            if (!text.matches()) {
                throw new ArgumentParserException(
                        "must be the place of a message such as orders.dead/3@17 but was " + value, parser, argument);
            }
            return new Place(
                    new Partition(text.group(1), Integer.parseInt(text.group(2))), Long.parseLong(text.group(3)));
        }
    }
}
