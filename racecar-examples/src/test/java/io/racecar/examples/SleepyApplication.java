package io.racecar.examples;

import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.racecar.OutgoingMessage;
import io.racecar.dropwizard.RacecarBundle;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a handler that sleeps until it is interrupted, on a broker of its own. */
public final class SleepyApplication extends Application<ExampleConfiguration> {
    private static final Logger LOGGER = LoggerFactory.getLogger(SleepyApplication.class);
    private static final String TOPIC = "beds";

    private final EmbeddedKafkaBundle kafka = new EmbeddedKafkaBundle(TOPIC);
    private final RacecarBundle<ExampleConfiguration> racecar =
            new RacecarBundle<>(configuration -> kafka.pointedHere(configuration.racecar()));

    /** Starts it. */
    public static void main(String... arguments) throws Exception {
        new SleepyApplication().run(arguments);
    }

    @Override
    public void initialize(Bootstrap<ExampleConfiguration> bootstrap) {
        bootstrap.addBundle(kafka);
        bootstrap.addBundle(racecar);
    }

    @Override
    public void run(ExampleConfiguration configuration, Environment environment) {
        racecar.consumer(TOPIC, String.class, (message, context) -> sleep());
        racecar.producer().deliver(OutgoingMessage.to(TOPIC).value("good night"));
    }

    private static void sleep() throws InterruptedException {
        LOGGER.info("asleep");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            LOGGER.info("woken up");
            throw e;
        }
    }
}
