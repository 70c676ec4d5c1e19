package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

/** What becomes of a share group's member whose poll fails (G1). */
class ShareFailuresTest {
    private final ShareFailures failures = new ShareFailures(new Identity("tested", "tested-group", 0));

    @Test
    void whatMayPassIsTriedAgainEverMoreRarely() {
        CoordinatorNotAvailableException lost = new CoordinatorNotAvailableException("moved");

        assertThat(failures.handle(lost, true)).isEqualTo(Duration.ofMillis(100));
        assertThat(failures.handle(lost, true)).isEqualTo(Duration.ofMillis(200));
        for (int i = 0; i < 9; i++) {
            failures.handle(lost, true);
        }
        assertThat(failures.handle(lost, true)).isEqualTo(Duration.ofSeconds(10));
        failures.succeeded();
        assertThat(failures.handle(lost, true)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aGroupOfAnotherKindIsAWrongConfiguration() {
        assertThatThrownBy(() -> failures.handle(new GroupIdNotFoundException("not a share group"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("group tested-group is no share group");
    }

    @Test
    void aGroupThatHasBeenDeletedIsJoinedAnew() {
        GroupIdNotFoundException deleted = new GroupIdNotFoundException("no such group");

        assertThatThrownBy(() -> failures.handle(deleted, true)).isSameAs(deleted);
    }

    @Test
    void brokersThatKnowNoShareGroupsAreAWrongConfiguration() {
        assertThatThrownBy(() -> failures.handle(new UnsupportedVersionException("no heartbeat"), true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("groupProtocol is share, which needs brokers of Kafka 4.2 or newer");
    }
}
