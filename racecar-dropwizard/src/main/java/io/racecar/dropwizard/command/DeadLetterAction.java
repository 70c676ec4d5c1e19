package io.racecar.dropwizard.command;

import io.racecar.engine.config.RacecarConfig;
import java.util.List;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;

/** One of the things that {@code racecar dead-letters} does. Used by the thread that runs the application. */
interface DeadLetterAction {
    /** What it is called on the command line. */
    String name();

    /** What it does, in one sentence without a full stop. */
    String summary();

    /** Complete calls, from {@code racecar} on, for its help. */
    List<String> examples();

    /** Adds its description and its arguments; {@code CONFIG} and {@code --help} are there already. */
    void configure(ArgumentParser parser);

    /** Checks what can be checked without a configuration. */
    default void check(Namespace arguments) throws UsageException {}

    /** Does it. Returning means exit status 0. */
    void run(RacecarConfig config, Namespace arguments) throws UsageException, CommandFailedException;
}
