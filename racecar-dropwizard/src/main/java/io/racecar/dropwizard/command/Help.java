package io.racecar.dropwizard.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentAction;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;

/**
 * Prints a subcommand's help and ends parsing. argparse4j's own prints to standard output whatever the console is, wraps
 * examples, and stretches lines with spaces until all are equally long.
 */
record Help(PrintWriter out, String program, List<String> examples) implements ArgumentAction {
    private static final int HELP_COLUMN = 25;

    @Override
    public void run(ArgumentParser parser, Argument argument, Map<String, Object> values, String flag, Object value)
            throws ArgumentParserException {
        parser.formatHelp().lines().map(Help::unstretched).forEach(out::println);
        out.println();
        out.println("examples:");
        examples.forEach(it -> out.println("  " + it.replace("racecar ", program + " racecar ")));
        throw new HelpScreenException(parser);
    }

    /** What stands before an argument's help is left as it is. */
    static String unstretched(String line) {
        int start = line.startsWith("  ") ? Math.min(HELP_COLUMN, line.length()) : 0;
        return line.substring(0, start) + line.substring(start).replaceAll(" {2,}", " ");
    }

    @Override
    public boolean consumeArgument() {
        return false;
    }

    @Override
    public void onAttach(Argument argument) {
        // nothing depends on which argument it is
    }
}
