package io.racecar.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Partition;
import org.junit.jupiter.api.Test;

/** These names are a contract with whoever reads MBeans. */
class ObjectNamesTest {
    private final ObjectNames names = new ObjectNames("io.racecar");

    @Test
    void namesNeedNoQuotes() {
        assertThat(names.racecar()).hasToString("io.racecar:type=Racecar");
        assertThat(names.consumer("user-ban-consumer")).hasToString("io.racecar:type=Consumer,name=user-ban-consumer");
        assertThat(names.partition("user-ban-consumer", new Partition("user_banned", 3)))
                .hasToString("io.racecar:type=Partition,consumer=user-ban-consumer,topic=user_banned,partition=3");
    }

    @Test
    void anotherDomainStandsBeforeTheColon() {
        assertThat(new ObjectNames("io.racecar.orders").racecar()).hasToString("io.racecar.orders:type=Racecar");
    }
}
