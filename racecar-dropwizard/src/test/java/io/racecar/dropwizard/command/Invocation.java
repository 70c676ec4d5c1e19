package io.racecar.dropwizard.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.util.JarLocation;
import io.racecar.engine.Racecar;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.UnaryOperator;

/**
 * What the command {@code racecar} printed and the status that it would have ended its process with, run in this one.
 *
 * @param status -1 where it was left to Dropwizard, which then ends with 0 or, after an error, with 1
 */
record Invocation(String out, String err, int status, boolean failed) {

    /** Runs it for an application without consumers, and with nothing on standard input. */
    static Invocation of(String... arguments) {
        return of("", it -> it, arguments);
    }

    /** Runs it with that on standard input, for an application that registers consumers. */
    static Invocation of(String in, UnaryOperator<Racecar.Builder> registration, String... arguments) {
        return of(in.getBytes(UTF_8), false, registration, arguments);
    }

    /** Runs it with those bytes on standard input and perhaps before a terminal, for an application without consumers. */
    static Invocation of(byte[] in, boolean errIsTerminal, String... arguments) {
        return of(in, errIsTerminal, it -> it, arguments);
    }

    private static Invocation of(
            byte[] in, boolean errIsTerminal, UnaryOperator<Racecar.Builder> registration, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int[] status = {-1};
        Console console = new Console(
                new ByteArrayInputStream(in),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                () -> errIsTerminal,
                it -> status[0] = it);
        TestConsumers consumers = new TestConsumers(registration);
        TestApplication application = new TestApplication(consumers);
        Bootstrap<CommandConfiguration> bootstrap = new Bootstrap<>(application);
        bootstrap.addCommand(RacecarCommand.of(application, consumers, console));
        bootstrap.registerMetrics();
        Cli cli = new Cli(
                new JarLocation(Invocation.class),
                bootstrap,
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream());
        boolean failed = cli.run(arguments).isPresent();
        return new Invocation(out.toString(), err.toString(), status[0], failed);
    }

    private static final class TestApplication extends Application<CommandConfiguration> {
        private final TestConsumers consumers;

        TestApplication(TestConsumers consumers) {
            this.consumers = consumers;
        }

        @Override
        public void run(CommandConfiguration configuration, Environment environment) {
            consumers.configure(configuration);
        }
    }
}
