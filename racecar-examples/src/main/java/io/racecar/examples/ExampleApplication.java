package io.racecar.examples;

import com.fasterxml.jackson.databind.SerializationFeature;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jdbi3.JdbiFactory;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.racecar.dropwizard.RacecarBundle;
import io.racecar.opentelemetry.OpenTelemetryListener;
import java.time.Clock;
import java.time.Duration;
import net.sourceforge.argparse4j.inf.ArgumentParserException;

/** Bans users, finds out where page views come from and archives both: an HTTP interface, a database and three consumers. */
public final class ExampleApplication extends Application<ExampleConfiguration> {

    private final EmbeddedKafkaBundle kafka =
            new EmbeddedKafkaBundle(UserBanned.TOPIC, PageviewsResource.TOPIC, GeoCodingConsumer.ENRICHED_TOPIC);
    private final RacecarBundle<ExampleConfiguration> racecar =
            new RacecarBundle<>(configuration -> kafka.pointedHere(configuration.racecar()));

    /**
     * Starts the application.
     *
     * @param arguments {@code server} and the path of a configuration file
     * @throws Exception if it cannot be started
     */
    public static void main(String... arguments) throws Exception {
        new ExampleApplication().run(arguments);
    }

    @Override
    public void initialize(Bootstrap<ExampleConfiguration> bootstrap) {
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                bootstrap.getConfigurationSourceProvider(), new EnvironmentVariableSubstitutor(false)));
        bootstrap.getObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        bootstrap.addBundle(kafka);
        bootstrap.addBundle(racecar);
    }

    /** Ends the process: with status 2 after wrong usage, as the command {@code racecar} does, otherwise with 1. */
    @Override
    protected void onFatalError(Throwable error) {
        System.exit(error instanceof ArgumentParserException ? 2 : 1);
    }

    @Override
    public void run(ExampleConfiguration configuration, Environment environment) {
        UserDao users = new JdbiFactory()
                .build(environment, configuration.database(), "database")
                .onDemand(UserDao.class);
        users.createTable();
        RecentFailures failures = new RecentFailures(Clock.systemUTC());

        racecar.consumer(UserBanConsumer.class, () -> new UserBanConsumer(users))
                .consumer(GeoCodingConsumer.class, () -> new GeoCodingConsumer(new Countries()))
                .consumer(
                        ArchiveEventsConsumer.class,
                        () -> new ArchiveEventsConsumer(Archive.open(configuration.archiveDirectory())))
                .errorHandler(failures);
        if (configuration.tracing().enabled()) {
            racecar.listener(OpenTelemetryListener.create(tracing(environment)));
        }

        environment.jersey().register(new UsersResource(users, racecar.producer()));
        environment.jersey().register(new BansResource(racecar.producer()));
        environment.jersey().register(new PageviewsResource(racecar.producer(), Clock.systemUTC()));
        environment.jersey().register(new FailuresResource(failures));
        environment.jersey().register(new DeliveryExceptionMapper());
        environment.lifecycle().addServerLifecycleListener(new Welcome(configuration.archiveDirectory()));
    }

    /** An application that has OpenTelemetry already hands its own to the listener. */
    private static OpenTelemetry tracing(Environment environment) {
        SdkTracerProvider spans = SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(new SpanLog())
                        .setScheduleDelay(Duration.ofMillis(500))
                        .build())
                .build();
        OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(spans)
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        environment.lifecycle().manage(new AutoCloseableManager(openTelemetry));
        return openTelemetry;
    }
}
