package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Consumer;
import io.racecar.RacecarListener.Skipped;
import io.racecar.engine.config.Ordering;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code onlyIf}: which messages a consumer sees. */
class HeaderFilterTest {
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final ScriptedBatches batches = new ScriptedBatches();

    private static RigPlan plan(Consumer<String> consumer, Map<String, String> onlyIf) {
        return new RigPlan(consumer).settings(it -> it.onlyIf = onlyIf);
    }

    /** @param headers names and values in turn */
    private static void append(Rig rig, String value, String... headers) {
        RecordHeaders given = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            given.add(headers[i], headers[i + 1] == null ? null : headers[i + 1].getBytes(UTF_8));
        }
        rig.kafka.append(T0, null, value.getBytes(UTF_8), given);
    }

    private static long committed(Rig rig) {
        rig.commit();
        return rig.committed(T0);
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void theOthersAreFinishedUnhandledAndUndecoded(Ordering ordering) {
        Rig rig = plan(consumer, Map.of("type", "ban"))
                .settings(it -> it.ordering = ordering)
                .decoder(record -> {
                    String value = new String(record.value(), UTF_8);
                    assertThat(value).startsWith("ban");
                    return value;
                })
                .build();
        append(rig, "no header");
        append(rig, "ban 1", "type", "ban");
        append(rig, "another", "type", "unban");
        append(rig, "ban 2", "type", "ban");
        append(rig, "null", "type", null);
        rig.assign(T0);

        rig.run();

        assertThat(consumer.handled()).containsExactly("ban 1", "ban 2");
        assertThat(committed(rig)).isEqualTo(5);
    }

    @Test
    void allMustMatchAndOfOneNameTheLastCounts() {
        Rig rig = plan(consumer, Map.of("type", "ban", "region", "eu")).build();
        append(rig, "both", "region", "eu", "type", "ban");
        append(rig, "one", "type", "ban");
        append(rig, "other last", "type", "ban", "region", "eu", "region", "us");
        append(rig, "wanted last", "type", "ban", "region", "us", "region", "eu");
        rig.assign(T0);

        rig.run();

        assertThat(consumer.handled()).containsExactly("both", "wanted last");
    }

    @Test
    void batchesAreMadeOfTheRest() {
        Rig rig = plan(batches, Map.of("type", "ban")).build();
        append(rig, "a", "type", "ban");
        append(rig, "b");
        append(rig, "c", "type", "ban");
        rig.assign(T0);

        rig.run();

        assertThat(batches.handled()).containsExactly(List.of("a", "c"));
    }

    @Test
    void theyAreNotCountedAsSkippedAndTakeNoRoom() {
        Rig rig = plan(consumer, Map.of("type", "ban"))
                .settings(it -> it.maxUncommittedSpan = 2)
                .build();
        consumer.failsOn("bad", 9);
        append(rig, "bad", "type", "ban");
        for (int i = 0; i < 100; i++) {
            append(rig, "other");
        }
        append(rig, "ban", "type", "ban");
        rig.assign(T0);

        rig.run();

        assertThat(rig.worker.skips()).isZero();
        assertThat(rig.events.all(Skipped.class)).isEmpty();
        assertThat(rig.loop().assignment().get(T0).tracker().span()).isEqualTo(2);
        assertThat(committed(rig)).isZero();
    }

    @Test
    void aPollOfNothingElseMovesTheOffset() {
        Rig rig = plan(consumer, Map.of("type", "ban"))
                .build()
                .append(T0, "a", "b")
                .assign(T0);

        rig.run();

        assertThat(consumer.handled()).isEmpty();
        assertThat(committed(rig)).isEqualTo(2);
    }
}
