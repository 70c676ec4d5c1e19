package io.racecar.dropwizard;

import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.util.function.BiConsumer;

/** An application whose {@code run} is given by the test. */
public final class ShopApplication extends Application<ShopConfiguration> {

    private final BiConsumer<RacecarBundle<ShopConfiguration>, Environment> run;
    private final RacecarBundle<ShopConfiguration> racecar = new RacecarBundle<>(ShopConfiguration::racecar);

    ShopApplication(BiConsumer<RacecarBundle<ShopConfiguration>, Environment> run) {
        this.run = run;
    }

    @Override
    public void initialize(Bootstrap<ShopConfiguration> bootstrap) {
        bootstrap.addBundle(racecar);
    }

    @Override
    public void run(ShopConfiguration configuration, Environment environment) {
        run.accept(racecar, environment);
    }

    RacecarBundle<ShopConfiguration> racecar() {
        return racecar;
    }
}
