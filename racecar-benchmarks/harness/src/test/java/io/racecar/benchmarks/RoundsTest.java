package io.racecar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

    @Test
    void beginEachWithTheNextContender() {
        List<String> contenders = List.of("a", "b", "c");

        assertThat(Rounds.order(contenders, 0)).containsExactly("a", "b", "c");
        assertThat(Rounds.order(contenders, 1)).containsExactly("b", "c", "a");
        assertThat(Rounds.order(contenders, 2)).containsExactly("c", "a", "b");
        assertThat(Rounds.order(contenders, 3)).containsExactly("a", "b", "c");
    }
}
