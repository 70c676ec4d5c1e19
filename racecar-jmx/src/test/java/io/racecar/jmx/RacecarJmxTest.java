package io.racecar.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.engine.Racecar;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class RacecarJmxTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final RacecarConfig.Builder config = RacecarConfig.builder().environment(Map.of());

    private Racecar.Builder orders() {
        return Racecar.builder(config.build()).consumer("orders", byte[].class, (message, context) -> {});
    }

    private Set<String> registered() throws Exception {
        return server.queryNames(new ObjectName("io.racecar*:*"), null).stream()
                .map(ObjectName::toString)
                .collect(Collectors.toSet());
    }

    @Test
    void namesAreThereFromBuildToClose() throws Exception {
        try (Racecar racecar = RacecarJmx.register(orders()).build()) {
            assertThat(racecar.consumers()).hasSize(1);
            assertThat(registered())
                    .containsExactlyInAnyOrder("io.racecar:type=Racecar", "io.racecar:type=Consumer,name=orders");
            assertThat(server.getAttribute(new ObjectName("io.racecar:type=Racecar"), "Version"))
                    .asString()
                    .isNotBlank();
        }

        assertThat(registered()).isEmpty();
    }

    @Test
    void deadLettersAreThereWhereTheyHaveATopic() throws Exception {
        config.set("deadLetter.topic", "orders.dead");

        try (Racecar racecar = RacecarJmx.register(orders()).build()) {
            assertThat(racecar.consumers()).hasSize(1);
            assertThat(registered()).contains("io.racecar:type=DeadLetters,consumer=orders");
        }
        assertThat(registered()).isEmpty();
    }

    @Test
    void twoApplicationsInOneJvmHaveADomainEach() throws Exception {
        Racecar first = RacecarJmx.register(orders()).build();
        config.set("jmx.domain", "io.racecar.second");
        Racecar second = RacecarJmx.register(orders()).build();

        assertThat(registered()).contains("io.racecar:type=Racecar", "io.racecar.second:type=Racecar");
        first.close();
        assertThat(registered())
                .containsExactlyInAnyOrder(
                        "io.racecar.second:type=Racecar", "io.racecar.second:type=Consumer,name=orders");
        second.close();
    }

    @Test
    void aDomainThatIsTakenIsRefusedAndLeftAsItIs() throws Exception {
        try (Racecar first = RacecarJmx.register(orders()).build()) {
            assertThatThrownBy(() -> RacecarJmx.register(orders()).build())
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining("jmx.domain must differ")
                    .hasMessageContaining("io.racecar:type=Racecar exists already");
            assertThat(first.consumers()).hasSize(1);
            assertThat(registered()).hasSize(2);
        }
    }

    @Test
    void nothingIsRegisteredWhereTheSettingsSaySo() throws Exception {
        config.set("jmx.enabled", false);

        try (Racecar racecar = RacecarJmx.register(orders()).build()) {
            assertThat(racecar.consumers()).hasSize(1);
            assertThat(registered()).isEmpty();
        }
    }

    @Test
    void itIsFoundOnTheClasspathAndAddedOnce() throws Exception {
        try (Racecar racecar = RacecarJmx.register(orders()).installPlugins().build()) {
            assertThat(racecar.consumers()).hasSize(1);
            assertThat(registered()).hasSize(2);
        }
        try (Racecar racecar = orders().installPlugins().build()) {
            assertThat(racecar.consumers()).hasSize(1);
            assertThat(registered()).hasSize(2);
        }
    }
}
