package io.racecar.dropwizard.command;

import io.dropwizard.core.setup.Bootstrap;
import java.util.List;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;

/** One of the things that the command {@code racecar} does. Used by the thread that runs the application. */
public interface Subcommand {
    /** What it is called on the command line. */
    String name();

    /** What it does, in one sentence without a full stop. */
    String summary();

    /** Complete calls, from {@code racecar} on, for its help. */
    List<String> examples();

    /** Adds its description and its arguments; {@code --help} is there already. */
    void configure(ArgumentParser parser);

    /**
     * Does it. Returning means exit status 0.
     *
     * @throws UsageException if it was called wrongly: exit status 2, as for wrong configurations
     * @throws CommandFailedException if it failed for a reason that its message tells: exit status 1, as for all others
     */
    void run(Bootstrap<?> bootstrap, Namespace arguments) throws Exception;

    /**
     * Whether the process ends with it, even if threads of the application still run: those that {@code Application.run}
     * starts are not this command's to stop.
     */
    default boolean endsProcess() {
        return false;
    }
}
