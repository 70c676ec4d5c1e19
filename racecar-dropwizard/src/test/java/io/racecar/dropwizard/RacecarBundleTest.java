package io.racecar.dropwizard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.lifecycle.Managed;
import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.SubscribesTo;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.config.InvalidConfigurationException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Test;

class RacecarBundleTest {

    private static final String UNREACHABLE = "racecar: {brokers: 'localhost:1', shutdownTimeout: 2s}\n";

    private final List<String> events = new CopyOnWriteArrayList<>();

    @Test
    void runsWithDefaultsWhereThereIsNoBlock() throws Exception {
        try (Shop shop = Shop.start("", (racecar, environment) -> {})) {
            assertThat(shop.racecar().racecar().consumers()).isEmpty();
        }
    }

    @Test
    void startsWhatWasRegistered() throws Exception {
        try (Shop shop = Shop.start(
                UNREACHABLE,
                (racecar, environment) -> racecar.consumer(BanConsumer.class, BanConsumer::new)
                        .consumer("sign_ups", String.class, (message, context) -> {})
                        .batchConsumer("clicks", String.class, (messages, context) -> {}))) {
            assertThat(shop.racecar().racecar().consumers())
                    .extracting(ConsumerStatus::name)
                    .containsExactlyInAnyOrder("ban-consumer", "sign-ups", "clicks");
        }
    }

    @Test
    void unreachableBrokersMakeConsumersUnhealthyAndDoNotKeepTheServerFromStarting() throws Exception {
        try (Shop shop = Shop.start(UNREACHABLE, (racecar, environment) -> racecar.consumer(BanConsumer.class))) {
            await().untilAsserted(() -> {
                HealthCheck.Result result = shop.getEnvironment().healthChecks().runHealthCheck("racecar.ban-consumer");
                assertThat(result.isHealthy()).isFalse();
                assertThat(result.getMessage()).startsWith("STARTING").contains("localhost:1");
            });
        }
    }

    @Test
    void metricsGoToDatadogOnceTheSettingsSaySo() throws Exception {
        try (DatagramSocket agent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            agent.setSoTimeout(10_000);
            String settings = UNREACHABLE.replace(
                    "}", ", datadog: {enabled: true, host: 127.0.0.1, port: " + agent.getLocalPort() + "}}");
            Shop.start(settings, (racecar, environment) -> racecar.consumer(BanConsumer.class))
                    .close();

            DatagramPacket packet = new DatagramPacket(new byte[8192], 8192);
            agent.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8))
                    .contains("_sc|racecar.consumer.up|1|#client:racecar,group_id:ban-consumer|m:");
        }
    }

    @Test
    void healthChecksAreThereWhenTheServerStarts() throws Exception {
        try (Shop shop = Shop.start(UNREACHABLE, (racecar, environment) -> racecar.consumer(BanConsumer.class))) {
            assertThat(shop.getEnvironment().healthChecks().getNames())
                    .contains("racecar.producer", "racecar.ban-consumer");
        }
    }

    @Test
    void registrationEndsWithApplicationRun() throws Exception {
        try (Shop shop = Shop.start(UNREACHABLE, (racecar, environment) -> {})) {
            assertThatThrownBy(() -> shop.racecar().consumer(BanConsumer.class))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Cannot register BanConsumer because Application.run has ended");
        }
    }

    @Test
    void everyProblemOfARegistrationIsReportedAtOnceAndWithoutAStackTrace() {
        InvalidConfigurationException error = catchThrowableOfType(
                InvalidConfigurationException.class,
                () -> Shop.start(
                        UNREACHABLE,
                        (racecar, environment) -> racecar.consumer("no topic", String.class, (message, context) -> {})
                                .consumer(BanConsumer.class)
                                .consumer(BanConsumer.class)));

        assertThat(error.problems()).hasSize(2);
        assertThat(error.getStackTrace()).isEmpty();
    }

    @Test
    void nothingIsManagedOrServedWhereARegistrationIsWrong() {
        assertThatThrownBy(() -> Shop.start(UNREACHABLE, (racecar, environment) -> {
                    racecar.consumer("no topic", String.class, (message, context) -> {});
                    environment.lifecycle().manage(recorded("database"));
                }))
                .isInstanceOf(InvalidConfigurationException.class);

        assertThat(events).isEmpty();
    }

    @Test
    void aKeyThatStandsTwiceInTheFileIsRefused() {
        assertThatThrownBy(() -> Shop.start(
                        "racecar:\n  brokers: 'localhost:1'\n  brokers: 'localhost:2'\n", (racecar, environment) -> {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("shop.yml has an error")
                .hasMessageContaining("racecar.brokers is given twice")
                .satisfies(error -> assertThat(error.getStackTrace()).isEmpty());
    }

    @Test
    void everyProblemOfTheBlockIsReportedAtOnce() {
        assertThatThrownBy(() -> Shop.start(
                        "racecar: {brokres: 'localhost:1', pauseTimeout: soon}\n", (racecar, environment) -> {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("brokres")
                .hasMessageContaining("pauseTimeout");
    }

    @Test
    void consumersStopAfterHttpAndBeforeManagedObjects() throws Exception {
        try (Shop shop = Shop.start(UNREACHABLE, (racecar, environment) -> {
            racecar.consumer(BanConsumer.class, () -> {
                events.add("consumer made");
                return new BanConsumer(() -> events.add("consumer torn down"));
            });
            environment.lifecycle().manage(recorded("database"));
            environment.lifecycle().addServerLifecycleListener(server -> record(server.getConnectors()[0]));
        })) {
            assertThat(shop.racecar().racecar().consumers()).hasSize(1);
        }

        assertThat(events)
                .containsExactly(
                        "database started", "consumer made", "HTTP stopped", "consumer torn down", "database stopped");
    }

    @Test
    void theProducerIsThereFromApplicationRunOn() throws Exception {
        try (Shop shop = Shop.start(
                UNREACHABLE,
                (racecar, environment) -> assertThat(racecar.producer()).isNotNull())) {
            assertThat(shop.racecar().producer()).isSameAs(shop.racecar().producer());
        }
    }

    @Test
    void whatIsNotThereYetSaysWhen() {
        RacecarBundle<ShopConfiguration> bundle = new RacecarBundle<>(ShopConfiguration::racecar);
        assertThatThrownBy(bundle::producer)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("from Application.run on");

        assertThatThrownBy(() -> Shop.start(UNREACHABLE, (racecar, environment) -> racecar.racecar()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before the server had started");
    }

    private void record(LifeCycle connector) {
        connector.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopped(LifeCycle event) {
                events.add("HTTP stopped");
            }
        });
    }

    private Managed recorded(String name) {
        return new Managed() {
            @Override
            public void start() {
                events.add(name + " started");
            }

            @Override
            public void stop() {
                events.add(name + " stopped");
            }
        };
    }

    @SubscribesTo("user_banned")
    static final class BanConsumer implements MessageConsumer<String> {

        private final Runnable onTeardown;

        BanConsumer() {
            this(() -> {});
        }

        BanConsumer(Runnable onTeardown) {
            this.onTeardown = onTeardown;
        }

        @Override
        public void process(Message<String> message, Context context) {}

        @Override
        public void teardown() {
            onTeardown.run();
        }
    }
}
