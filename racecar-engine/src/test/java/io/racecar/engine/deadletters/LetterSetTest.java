package io.racecar.engine.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LetterSetTest {
    /** Beyond what an int holds, and where one page ends. */
    private static final long FAR = (1L << 40) - 1;

    private final LetterSet set = new LetterSet();

    @Test
    void whatIsAddedIsInIt() {
        set.add(3, FAR);

        assertThat(set.contains(3, FAR)).isTrue();
        assertThat(set.contains(3, FAR + 1)).isFalse();
        assertThat(set.contains(2, FAR)).isFalse();
        assertThat(set.size()).isEqualTo(1);
        assertThat(set.first(3)).isEqualTo(OptionalLong.of(FAR));
        assertThat(set.first(2)).isEmpty();
    }

    @Test
    void rangesGoAcrossPages() {
        set.add(0, FAR - 20_000, FAR + 20_000);

        assertThat(set.size()).isEqualTo(40_001);
        assertThat(set.first(0)).isEqualTo(OptionalLong.of(FAR - 20_000));
        assertThat(set.contains(0, FAR + 20_000)).isTrue();
        assertThat(set.contains(0, FAR + 20_001)).isFalse();
        assertThat(set.contains(0, FAR - 20_001)).isFalse();
    }

    @Test
    void othersAreAddedAndRemoved() {
        LetterSet others = new LetterSet();
        others.add(0, 5, 9);
        others.add(1, 5);
        set.add(0, 1, 7);

        set.addAll(others);
        assertThat(set.size()).isEqualTo(10);
        set.removeAll(others);
        assertThat(set.size()).isEqualTo(4);
        assertThat(set.contains(0, 4)).isTrue();
        assertThat(others.size()).as("is left as it is").isEqualTo(6);
    }
}
