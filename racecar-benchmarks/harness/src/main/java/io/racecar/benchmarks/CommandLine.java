package io.racecar.benchmarks;

import java.util.Objects;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;

/** The options that there are, and what they are called. */
final class CommandLine {
    private final ArgumentParser parser = ArgumentParsers.newFor("racecar-benchmarks.jar")
            .addHelp(false)
            .singleMetavar(true)
            .terminalWidthDetection(false)
            .build()
            .description("Measures Racecar beside a bare loop and beside other frameworks, on a broker of its own.");

    CommandLine() {
        names("scenario", "what to run; all unless given");
        names("peer", "who takes part; all unless given");
        number("records", "N", "instead of each scenario's own number");
        number("rounds", "N", "how often each contender runs, in turn with the others (default: 3)");
        number("timeout", "SECONDS", "after how long a run has failed (default: 180)");
        text("java-home", "DIRECTORY", "the JDK of the contenders (default: the one that runs this)");
        text("json", "FILE", "also write all figures");
        text("html", "FILE", "also write a page with charts");
        parser.addArgument("--jmh")
                .nargs("?")
                .setConst(".*")
                .metavar("PATTERN")
                .help("run the parts of the hot path by themselves, in that many forks, and nothing else");
        flag("say what there is, and run nothing", "--list");
        flag("print this", "-h", "--help");
    }

    Namespace parse(String... args) throws UsageException {
        try {
            Namespace given = parser.parseArgs(args);
            if (given.getBoolean("help")) {
                throw new UsageException(parser.formatHelp(), 0);
            }
            return given;
        } catch (ArgumentParserException e) {
            throw UsageException.of(Objects.requireNonNullElse(e.getMessage(), "it cannot be read"));
        }
    }

    private void flag(String help, String... names) {
        parser.addArgument(names).action(Arguments.storeTrue()).help(help);
    }

    private void names(String name, String help) {
        parser.addArgument("--" + name)
                .action(Arguments.append())
                .metavar("NAME,...")
                .help(help);
    }

    private void number(String name, String metavar, String help) {
        parser.addArgument("--" + name).type(Integer.class).metavar(metavar).help(help);
    }

    private void text(String name, String metavar, String help) {
        parser.addArgument("--" + name).metavar(metavar).help(help);
    }
}
