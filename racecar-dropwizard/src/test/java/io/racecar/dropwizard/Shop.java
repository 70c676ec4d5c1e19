package io.racecar.dropwizard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.testing.DropwizardTestSupport;
import java.io.ByteArrayInputStream;
import java.util.function.BiConsumer;

/** A running {@link ShopApplication} on free ports. */
final class Shop extends DropwizardTestSupport<ShopConfiguration> implements AutoCloseable {

    private static final String SERVER = """
            server:
              applicationConnectors: [{type: http, port: 0}]
              adminConnectors: [{type: http, port: 0}]
              shutdownGracePeriod: 5s
              requestLog: {appenders: []}
            logging:
              level: WARN
            """;

    private final BiConsumer<RacecarBundle<ShopConfiguration>, Environment> run;

    private Shop(String racecar, BiConsumer<RacecarBundle<ShopConfiguration>, Environment> run) {
        super(ShopApplication.class, "shop.yml", path -> new ByteArrayInputStream((SERVER + racecar).getBytes(UTF_8)));
        this.run = run;
    }

    /** Starts it with a block of YAML besides the server's and with what {@code Application.run} is to do. */
    static Shop start(String racecar, BiConsumer<RacecarBundle<ShopConfiguration>, Environment> run) throws Exception {
        Shop shop = new Shop(racecar, run);
        shop.before();
        return shop;
    }

    RacecarBundle<ShopConfiguration> racecar() {
        ShopApplication application = getApplication();
        return application.racecar();
    }

    @Override
    public Application<ShopConfiguration> newApplication() {
        return new ShopApplication(run);
    }

    @Override
    public void close() {
        after();
    }
}
