package io.racecar.testing.guarantees;

import io.racecar.Message;
import io.racecar.Partition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/**
 * What the handlers of another process do, in a file: what was written when that process is killed stays. Each entry is what
 * happened, the topic's number, the partition and the offset. Thread-safe.
 */
final class Journal {
    private static final int ENTRY = 4 + 4 + 4 + 8;
    private static final int BEGUN = 1;
    private static final int FINISHED = 2;

    private final FileChannel file;
    private long position;

    private Journal(FileChannel file) {
        this.file = file;
    }

    static Journal writer(Path path) throws IOException {
        return new Journal(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    static Journal reader(Path path) throws IOException {
        return new Journal(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ));
    }

    void begun(int topic, Message<?> message) throws IOException {
        write(BEGUN, topic, message);
    }

    void finished(int topic, Message<?> message) throws IOException {
        write(FINISHED, topic, message);
    }

    private synchronized void write(int what, int topic, Message<?> message) throws IOException {
        file.write(ByteBuffer.allocate(ENTRY)
                .putInt(what)
                .putInt(topic)
                .putInt(message.partition())
                .putLong(message.offset())
                .flip());
    }

    /** Copies what was written since the last time into the ledgers of races, found by the topic's number. */
    synchronized void replay(Function<Integer, Race> races) {
        ByteBuffer entries = ByteBuffer.allocate(ENTRY * 1000);
        while (read(entries)) {
            while (entries.remaining() >= ENTRY) {
                int what = entries.getInt();
                Race race = races.apply(entries.getInt());
                Partition partition = race.partition(entries.getInt());
                long offset = entries.getLong();
                if (what == BEGUN) {
                    race.ledger().begun(partition, offset);
                } else {
                    race.ledger().finished(partition, offset);
                    race.ledger().ended(partition, offset);
                }
                position += ENTRY;
            }
        }
    }

    private boolean read(ByteBuffer entries) {
        try {
            file.read(entries.clear(), position);
            return entries.flip().remaining() >= ENTRY;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
