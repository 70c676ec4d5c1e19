package io.racecar.dropwizard.command;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.EnvironmentCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.IOException;
import java.util.function.Consumer;
import net.sourceforge.argparse4j.inf.Namespace;

/**
 * Reads the configuration, has the application run, which registers consumers, then does something with the environment.
 * Starts nothing itself. Runs once.
 */
final class WithEnvironment<T extends Configuration> extends EnvironmentCommand<T> {
    private final Application<T> application;
    private final Consumer<? super T> prepare;
    private final Body body;
    private boolean configured;

    interface Body {
        void run(Environment environment) throws Exception;
    }

    /** @param prepare is given the configuration before the application runs */
    WithEnvironment(Application<T> application, Consumer<? super T> prepare, Body body) {
        super(application, "with-environment", "");
        this.application = application;
        this.prepare = prepare;
        this.body = body;
    }

    @Override
    protected Class<T> getConfigurationClass() {
        return application.getConfigurationClass();
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace namespace) throws Exception {
        try {
            super.run(bootstrap, namespace);
        } catch (IOException e) {
            throw configured ? e : new UnreadableConfigurationException(e);
        }
    }

    @Override
    protected void run(Bootstrap<T> bootstrap, Namespace namespace, T configuration) throws Exception {
        configured = true;
        prepare.accept(configuration);
        super.run(bootstrap, namespace, configuration);
    }

    @Override
    protected void run(Environment environment, Namespace namespace, T configuration) throws Exception {
        body.run(environment);
    }
}
