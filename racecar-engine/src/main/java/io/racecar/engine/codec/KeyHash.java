package io.racecar.engine.codec;

import java.util.zip.CRC32;
import org.apache.kafka.common.utils.Utils;

/**
 * How bytes choose a partition. All agree bit by bit with librdkafka, which the original and most clients in other languages
 * are built on, so that producers in several languages put one key into one partition. Thread-safe.
 */
public enum KeyHash {
    /** MurmurHash2 without its sign, as in Kafka's own client. */
    MURMUR2 {
        @Override
        int of(byte[] key) {
            return Utils.toPositive(Utils.murmur2(key));
        }
    },
    /** CRC-32, as in zlib, unsigned. */
    CRC32 {
        @Override
        int of(byte[] key) {
            CRC32 checksum = new CRC32();
            checksum.update(key);
            return (int) checksum.getValue();
        }
    },
    /** FNV-1a in 32 bits, its absolute value, as in Sarama. */
    FNV1A {
        private static final int OFFSET = 0x811C9DC5;
        private static final int PRIME = 0x01000193;

        @Override
        int of(byte[] key) {
            int hash = OFFSET;
            for (byte each : key) {
                hash = (hash ^ (each & 0xFF)) * PRIME;
            }
            return hash < 0 ? -hash : hash;
        }
    };

    /** The hash as an unsigned number. */
    abstract int of(byte[] key);

    /**
     * Chooses a partition.
     *
     * @param key what chooses; empty bytes choose too
     * @param partitions how many there are, at least 1
     * @return a number from 0 to one below that
     */
    public int partition(byte[] key, int partitions) {
        return Integer.remainderUnsigned(of(key), partitions);
    }
}
