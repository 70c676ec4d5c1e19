package io.racecar.benchmarks;

/**
 * A topic with records, shared by all that want the same.
 *
 * @param partitions how many
 * @param records how many
 * @param valueBytes how long a value is; JSON has its own length
 * @param keys how many different keys the records have in turn
 * @param format bytes or json
 */
record Dataset(int partitions, int records, int valueBytes, int keys, String format) {
    private static final int KEYS = 10_000;

    static Dataset bytes(int partitions, int records) {
        return new Dataset(partitions, records, 100, KEYS, "bytes");
    }

    static Dataset json(int partitions, int records) {
        return new Dataset(partitions, records, 0, KEYS, "json");
    }

    static Dataset large(int partitions, int records, int valueBytes) {
        return new Dataset(partitions, records, valueBytes, KEYS, "bytes");
    }

    Dataset withRecords(int other) {
        return new Dataset(partitions, other, valueBytes, keys, format);
    }

    /** How many records have the first key. */
    int recordsOfOneKey() {
        return (records + keys - 1) / keys;
    }

    String topic() {
        return format + "-" + partitions + "-" + records + "-" + valueBytes;
    }
}
