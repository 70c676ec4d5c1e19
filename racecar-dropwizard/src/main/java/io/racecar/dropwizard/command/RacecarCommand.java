package io.racecar.dropwizard.command;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import java.util.List;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * The command {@code racecar} of an application, with its subcommands. Exit status 0: done; 1: failed; 2: wrong usage or
 * configuration.
 *
 * <p>Dropwizard ends the process with status 1 whatever is wrong with the arguments. So it sees those of a subcommand as
 * plain words, and each subcommand has a parser of its own for them.
 */
public final class RacecarCommand extends Command {
    private static final String SUBCOMMAND = "subcommand";
    private static final String ARGUMENTS = "arguments";
    private static final int COLUMNS = 100;

    /** A character that starts no argument, so that none is taken for an option. */
    private static final String NO_OPTIONS = "\0";

    private final Console console;
    private final List<Subcommand> subcommands;

    RacecarCommand(Console console, List<Subcommand> subcommands) {
        super("racecar", "Runs and inspects Kafka consumers, and produces messages");
        this.console = console;
        this.subcommands = List.copyOf(subcommands);
    }

    /** The command with all of its subcommands, for an application that registers consumers. */
    public static <T extends Configuration> RacecarCommand of(
            Application<T> application, RegisteredConsumers consumers) {
        return of(application, consumers, Console.ofProcess());
    }

    static <T extends Configuration> RacecarCommand of(
            Application<T> application, RegisteredConsumers consumers, Console console) {
        return new RacecarCommand(
                console,
                List.of(
                        new ConsumeCommand<>(application, consumers, console),
                        new DeadLettersCommand<>(application, consumers, console),
                        new DoctorCommand<>(application, consumers, console),
                        new GenerateCommand(console),
                        new ProduceCommand<>(application, consumers, console),
                        new StatusCommand(console),
                        new StopCommand(console),
                        new ConfigCommand(console),
                        new LivenessProbeCommand(console)));
    }

    @Override
    public void configure(Subparser racecar) {
        for (Subcommand it : subcommands) {
            Subparser unparsed = racecar.addSubparsers().addParser(it.name(), false, NO_OPTIONS);
            unparsed.addArgument(ARGUMENTS).nargs("*");
            unparsed.help(it.summary()).setDefault(SUBCOMMAND, it);
        }
        racecar.addSubparsers().title("subcommands").metavar("SUBCOMMAND");
        racecar.epilog("Arguments, defaults and examples of each: racecar SUBCOMMAND --help");
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace namespace) throws Exception {
        Subcommand subcommand = namespace.get(SUBCOMMAND);
        ArgumentParser parser = parser(bootstrap, subcommand);
        Namespace arguments;
        try {
            arguments = parser.parseArgs(namespace.<String>getList(ARGUMENTS).toArray(String[]::new));
        } catch (HelpScreenException e) {
            return;
        } catch (ArgumentParserException e) {
            throw new UsageException(e.getMessage() + System.lineSeparator()
                    + (e.getParser() == null ? parser : e.getParser()).formatUsage()
                    + "More: racecar " + subcommand.name() + " --help");
        }
        subcommand.run(bootstrap, arguments);
        if (subcommand.endsProcess()) {
            console.exit().accept(0);
        }
    }

    /** Dropwizard then ends the process with status 1. */
    @Override
    public void onError(Cli cli, Namespace namespace, Throwable error) {
        Failure failure = Failure.of(error);
        console.err().println(failure.text());
        if (failure.status() != Failure.FAILED) {
            console.exit().accept(failure.status());
        }
    }

    private ArgumentParser parser(Bootstrap<?> bootstrap, Subcommand subcommand) {
        String program =
                "java -jar " + new JarLocation(bootstrap.getApplication().getClass());
        ArgumentParser parser = ArgumentParsers.newFor(program + " racecar " + subcommand.name())
                .addHelp(false)
                .defaultFormatWidth(COLUMNS)
                .terminalWidthDetection(false)
                .build();
        parser.addArgument("-h", "--help")
                .action(new Help(console.out(), program, subcommand.examples()))
                .help("print this and exit");
        subcommand.configure(parser);
        return parser;
    }
}
