package io.racecar.engine.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPartitionerTest {
    private static final int PARTITIONS = 17;
    private static final int RANDOM = 5;
    private static final Node NODE = new Node(1, "localhost", 9092);

    private final AtomicLong nanos = new AtomicLong();
    private int random = RANDOM;
    private final KeyPartitioner partitioner =
            new KeyPartitioner(new StickyPartitions(nanos::get, bound -> random % bound));

    /** As in librdkafka's test of its partitioners; where it expects any, the random one here. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "CONSISTENT,        none,   0",
                "CONSISTENT,        '',     0",
                "CONSISTENT,        23456,  b1b451d7",
                "CONSISTENT_RANDOM, none,   any",
                "CONSISTENT_RANDOM, '',     any",
                "CONSISTENT_RANDOM, hejsan, d077037e",
                "MURMUR2,           none,   106e08d9",
                "MURMUR2,           '',     106e08d9",
                "MURMUR2,           23456,  058d780f",
                "MURMUR2_RANDOM,    none,   any",
                "MURMUR2_RANDOM,    '',     106e08d9",
                "MURMUR2_RANDOM,    hejsan, 5ec19395",
                "FNV1A,             none,   7ee3623b",
                "FNV1A,             '',     7ee3623b",
                "FNV1A,             23456,  27e6f469",
                "FNV1A_RANDOM,      none,   any",
                "FNV1A_RANDOM,      '',     7ee3623b",
                "FNV1A_RANDOM,      hejsan, 17b1e27a",
            })
    void keysGoWhereLibrdkafkaPutsThem(Partitioning partitioning, @Nullable String key, String hash) {
        partitioner.configure(Map.of(KeyPartitioner.PARTITIONING, partitioning));

        int expected = hash.equals("any") ? RANDOM : (int) (Long.parseLong(hash, 16) % PARTITIONS);
        assertThat(partitionOf(key)).isEqualTo(expected);
    }

    @Test
    void messagesWithoutAKeyStayTogetherForAWhile() {
        partitioner.configure(Map.of(KeyPartitioner.PARTITIONING, Partitioning.FNV1A_RANDOM));

        assertThat(partitionOf(null)).isEqualTo(RANDOM);
        random = 6;
        nanos.addAndGet(9_999_999);
        assertThat(partitionOf(null)).isEqualTo(RANDOM);
        nanos.addAndGet(1);
        assertThat(partitionOf(null)).isEqualTo(6);
    }

    @Test
    void messagesWithoutAKeyLeaveAPartitionThatIsDown() {
        partitioner.configure(Map.of(KeyPartitioner.PARTITIONING, Partitioning.FNV1A_RANDOM));

        assertThat(partitionOf(null, cluster(0, 1, 2))).isEqualTo(2);
        assertThat(partitionOf(null, cluster(0, 1))).isEqualTo(1);
        assertThat(partitionOf(null, cluster())).isEqualTo(RANDOM % 3);
    }

    @Test
    void itIsNotForOthersToConfigure() {
        assertThatThrownBy(() -> partitioner.configure(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("racecar.partitioning must be a Partitioning but was null; set producer.partitioner, "
                        + "not partitioner.class");
    }

    private int partitionOf(@Nullable String key) {
        return partitionOf(
                key, cluster(PARTITIONS, IntStream.range(0, PARTITIONS).toArray()));
    }

    private int partitionOf(@Nullable String key, Cluster cluster) {
        return partitioner.partition("t", key, key == null ? null : key.getBytes(UTF_8), "v", new byte[1], cluster);
    }

    /** Three partitions, of which these have a leader. */
    private static Cluster cluster(int... up) {
        return cluster(3, up);
    }

    private static Cluster cluster(int partitions, int[] up) {
        List<PartitionInfo> infos = IntStream.range(0, partitions)
                .mapToObj(number -> {
                    boolean isUp = IntStream.of(up).anyMatch(it -> it == number);
                    return new PartitionInfo("t", number, isUp ? NODE : null, new Node[] {NODE}, new Node[0]);
                })
                .toList();
        return new Cluster("c", List.of(NODE), infos, Set.of(), Set.of());
    }
}
