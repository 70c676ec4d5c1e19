package io.racecar.dropwizard.command;

import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.racecar.dropwizard.RacecarBundle;
import java.util.concurrent.Semaphore;

/** Registers a consumer and manages an object, both of which write to the journal. */
public final class JournalApplication extends Application<CommandConfiguration> {
    private final RacecarBundle<CommandConfiguration> racecar = new RacecarBundle<>(CommandConfiguration::racecar);

    public static void main(String... arguments) throws Exception {
        new JournalApplication().run(arguments);
    }

    @Override
    public void initialize(Bootstrap<CommandConfiguration> bootstrap) {
        bootstrap.addBundle(racecar);
    }

    @Override
    public void run(CommandConfiguration configuration, Environment environment) {
        racecar.consumer(JournalConsumer.class);
        racecar.consumer("other", String.class, (message, context) -> Journal.write("other " + message.value()));
        environment.lifecycle().addServerLifecycleListener(server -> Journal.write("HTTP"));
        environment.lifecycle().manage(new Managed() {
            @Override
            public void start() {
                Journal.write("managed started");
            }

            @Override
            public void stop() {
                Journal.write("managed stopped");
            }
        });
        Thread forgotten = new Thread(new Semaphore(0)::acquireUninterruptibly);
        forgotten.start();
    }
}
