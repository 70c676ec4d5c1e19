package io.racecar.dropwizard;

import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import net.sourceforge.argparse4j.inf.ArgumentParserException;

/**
 * An application for consumers that need none of their own: it runs those whose classes the configuration names.
 *
 * <pre>{@code
 * racecar:
 *   brokers: kafka1:9092
 *   consumers:
 *     tap-dance:
 *       class: com.example.TapDanceConsumer
 * }</pre>
 *
 * <p>With those classes on the class path, {@code java -cp ... io.racecar.dropwizard.RacecarApplication racecar consume
 * racecar.yml} runs them, and {@code server racecar.yml} does so with health checks. <code>${NAME}</code> and <code>
 * ${NAME:-default}</code> in the file are replaced from the environment.
 */
public final class RacecarApplication extends Application<RacecarConfiguration> {

    private final RacecarBundle<RacecarConfiguration> racecar = new RacecarBundle<>(RacecarConfiguration::racecar);

    /**
     * Runs a command.
     *
     * @param arguments the command and its arguments; none, for a list of commands
     * @throws Exception if it cannot be run
     */
    public static void main(String... arguments) throws Exception {
        new RacecarApplication().run(arguments);
    }

    @Override
    public String getName() {
        return "racecar";
    }

    @Override
    public void initialize(Bootstrap<RacecarConfiguration> bootstrap) {
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                bootstrap.getConfigurationSourceProvider(), new EnvironmentVariableSubstitutor(false)));
        bootstrap.addBundle(racecar);
    }

    @Override
    public void run(RacecarConfiguration configuration, Environment environment) {
        // the configuration names the consumers
    }

    /** Ends the process: with status 2 after wrong usage, as the command {@code racecar} does, otherwise with 1. */
    @Override
    protected void onFatalError(Throwable error) {
        System.exit(error instanceof ArgumentParserException ? 2 : 1);
    }
}
