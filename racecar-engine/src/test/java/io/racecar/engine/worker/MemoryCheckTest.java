package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** L3: the stated total of buffer, poll and partitions against the heap. */
class MemoryCheckTest {
    private static final long MIB = 1 << 20;

    private final SettingsPlan settings = new SettingsPlan();

    MemoryCheckTest() {
        settings.maxBufferedBytes = 60 * MIB;
        settings.maxBytes = 20 * MIB;
        settings.maxBytesPerPartition = 4 * MIB;
    }

    @Test
    void aQuarterOfTheHeapIsNotTooMuch() {
        assertThat(check().look(5)).isFalse();
    }

    @Test
    void onePartitionMoreIs() {
        assertThat(check().look(6)).isTrue();
    }

    @Test
    void itIsLookedAtAnewWithEachAssignment() {
        MemoryCheck check = check();
        assertThat(check.look(6)).isTrue();
        assertThat(check.look(5)).isFalse();
    }

    private MemoryCheck check() {
        return new MemoryCheck(new Identity("consumer", "group", 0), settings.build(), 400 * MIB);
    }
}
