package io.racecar.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers are those of librdkafka's own tests, which took them from zlib, Kafka and Sarama. */
class KeyHashTest {
    @ParameterizedTest
    @CsvSource({
        "CRC32,   '',      0",
        "CRC32,   23456,   b1b451d7",
        "CRC32,   this is another string with more length to it perhaps, b0150df7",
        "CRC32,   hejsan,  d077037e",
        "MURMUR2, '',      106e08d9",
        "MURMUR2, 23456,   058d780f",
        "MURMUR2, this is another string with more length to it perhaps, 4f7703da",
        "MURMUR2, hejsan,  5ec19395",
        "MURMUR2, kafka,   5067cf64",
        "MURMUR2, giberish123456789, 0f552b0c",
        "MURMUR2, 1234,    1fc97b14",
        "MURMUR2, 234,     67c009ca",
        "MURMUR2, 34,      073930da",
        "MURMUR2, 4,       5a4b5ca1",
        "FNV1A,   '',      7ee3623b",
        "FNV1A,   23456,   27e6f469",
        "FNV1A,   this is another string with more length to it perhaps, 155e3e5f",
        "FNV1A,   hejsan,  17b1e27a",
        "FNV1A,   kafka,   0d33c4e1",
        "FNV1A,   giberish123456789, 77a58295",
        "FNV1A,   1234,    023bdd03",
        "FNV1A,   234,     2dea3cd2",
        "FNV1A,   34,      740fa83e",
        "FNV1A,   4,       310ca263",
        "FNV1A,   'PreAmbleWillBeRemoved,ThePrePartThatIs', 65cbd69c",
    })
    void theHashIsThatOfOtherClients(KeyHash hash, String key, String expected) {
        long unsigned = Long.parseLong(expected, 16);

        assertThat(Integer.toUnsignedLong(hash.of(key.getBytes(UTF_8)))).isEqualTo(unsigned);
        assertThat(hash.partition(key.getBytes(UTF_8), 17)).isEqualTo((int) (unsigned % 17));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "user-17", "ключ", "a longer key than the others, to fill several words"})
    void murmur2IsThatOfKafkasOwnClient(String key) {
        assertThat(KeyHash.MURMUR2.partition(key.getBytes(UTF_8), 7))
                .isEqualTo(BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), 7));
    }
}
