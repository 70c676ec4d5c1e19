package io.racecar.dropwizard.command;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import net.sourceforge.argparse4j.inf.Namespace;

/** Reads the configuration as Dropwizard's own commands do, then does something with it. Runs once. */
final class WithConfiguration<T extends Configuration> extends ConfiguredCommand<T> {
    private final Application<T> application;
    private final Body<T> body;
    private boolean configured;

    interface Body<T> {
        void run(T configuration) throws Exception;
    }

    WithConfiguration(Application<T> application, Body<T> body) {
        super("with-configuration", "");
        this.application = application;
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
        body.run(configuration);
    }
}
