package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** O4: what is finished beyond a committed offset, and its text. */
class RunsTest {
    private static final int ROOMY = 100_000;

    private static Runs runs(long... bounds) {
        Runs.Builder runs = new Runs.Builder();
        for (int i = 0; i < bounds.length; i += 2) {
            runs.add(bounds[i], bounds[i + 1]);
        }
        return runs.build();
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /** Neighbours share their fate more or less often, so that both kinds of text are drawn. */
    private static BitSet finished(Random random) {
        BitSet finished = new BitSet();
        int size = 1 + random.nextInt(2_000);
        int changes = 1 + random.nextInt(100);
        boolean now = false;
        for (int i = 1; i < size; i++) {
            now ^= random.nextInt(100) < changes;
            finished.set(i, now);
        }
        return finished;
    }

    private static Runs runs(long base, BitSet finished) {
        Runs.Builder runs = new Runs.Builder();
        finished.stream().forEach(it -> runs.add(base + it, base + it + 1));
        return runs.build();
    }

    @Test
    void neighboursAreOneRun() {
        assertThat(runs(5, 6, 6, 9, 12, 13, 20, 20))
                .hasToString("[5..8, 12..12]")
                .isEqualTo(runs(5, 9, 12, 13));
        assertThat(runs()).isEqualTo(Runs.NONE).hasToString("[]");
    }

    @Test
    void aRunContainsItsFirstAndItsLastAndNothingAround() {
        Runs runs = runs(5, 9, 12, 13);

        assertThat(LongStream.range(0, 20).filter(runs::contains).toArray()).containsExactly(5, 6, 7, 8, 12);
    }

    @Test
    void fromAnOffsetOnlyWhatIsAtOrAboveItIsLeft() {
        Runs runs = runs(5, 9, 12, 13);

        assertThat(runs.from(5)).isSameAs(runs);
        assertThat(runs.from(7)).isEqualTo(runs(7, 9, 12, 13));
        assertThat(runs.from(9)).isEqualTo(runs(12, 13));
        assertThat(runs.from(13).isEmpty()).isTrue();
    }

    @Test
    void fewLongRunsAreWrittenAsLengthsAndManyShortOnesAsBits() {
        Runs.Builder alternating = new Runs.Builder();
        for (int i = 1; i < 200; i += 2) {
            alternating.add(i, i + 1);
        }

        assertThat(runs(10, 100_000).text(0, ROOMY)).startsWith("r");
        assertThat(alternating.build().text(0, ROOMY)).startsWith("b").hasSizeLessThan(40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aTextIsReadAsItWasWritten(long seed) {
        Random random = new Random(seed);
        long base = random.nextLong(1L << 50);
        Runs runs = runs(base, finished(random));

        String text = runs.text(base, ROOMY);

        assertThat(Runs.parse(text, base)).isEqualTo(runs.isEmpty() ? null : runs);
        assertThat(text).matches("[!-~]*");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatDoesNotFitIsLeftOutFromTheFarEnd(long seed) {
        Random random = new Random(seed);
        long base = random.nextLong(1L << 50);
        BitSet finished = finished(random);
        int longest = 2 + random.nextInt(60);

        String text = runs(base, finished).text(base, longest);

        assertThat(text).hasSizeLessThanOrEqualTo(longest);
        Runs read = text.isEmpty() ? Runs.NONE : Runs.parse(text, base);
        int reach = (int) LongStream.range(0, finished.length())
                .filter(it -> read.contains(base + it))
                .max()
                .orElse(0);
        assertThat(read).isEqualTo(runs(base, finished.get(0, reach + 1)));
    }

    @Test
    void oneCharacterLessLosesOnlyTheFarEnd() {
        Runs runs = runs(10, 20, 1_000, 2_000, 100_000, 100_001);
        String whole = runs.text(0, ROOMY);

        assertThat(Runs.parse(runs.text(0, whole.length() + 2), 0)).isEqualTo(runs);
        assertThat(Runs.parse(runs.text(0, whole.length() - 1), 0)).isEqualTo(runs(10, 20, 1_000, 2_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 2})
    void withoutRoomThereIsNoText(int longest) {
        assertThat(runs(10, 20).text(0, longest)).isEmpty();
    }

    @Test
    void somethingThatIsFartherThanAnyPartitionMayRunAheadIsNotWrittenAsBits() {
        Runs far = runs(1L << 40, (1L << 40) + 1);

        assertThat(Runs.parse(far.text(0, 3_000), 0)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xAAAA", "r!", "r-", "rgA", "rgICAgICAgAE", "r_____wEB", "rAQ", "b*"})
    void otherTextsAreRefused(String text) {
        assertThat(Runs.parse(text, 0)).isNull();
    }

    @Test
    void randomTextsAreReadOrRefusedButNothingElse() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "r" : "b");
            random.ints(random.nextInt(20), '!', '~').forEach(it -> text.append((char) it));
            Runs read = Runs.parse(text.toString(), 100);

            assertThat(read == null || !read.contains(99)).as("%s", text).isTrue();
        }
    }
}
