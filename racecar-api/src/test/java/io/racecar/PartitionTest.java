package io.racecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PartitionTest {

    @Test
    void printsAsTopicAndNumber() {
        assertThat(new Partition("user_banned", 3)).hasToString("user_banned/3");
    }

    @Test
    void refusesANegativeNumber() {
        assertThatThrownBy(() -> new Partition("user_banned", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("number must be 0 or above but was -1");
    }

    @Test
    void refusesToHaveNoTopic() {
        assertThatThrownBy(() -> new Partition(null, 0))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("topic");
    }
}
