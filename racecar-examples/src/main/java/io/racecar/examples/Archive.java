package io.racecar.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.racecar.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory of files, and an index of them that is kept open. Not thread-safe. */
final class Archive implements AutoCloseable {

    static final String INDEX = "index.csv";

    private final Path directory;
    private final Writer index;

    private Archive(Path directory, Writer index) {
        this.directory = directory;
        this.index = index;
    }

    /** Opens a directory, creating it where necessary. */
    static Archive open(Path directory) {
        try {
            Files.createDirectories(directory);
            return new Archive(directory, Files.newBufferedWriter(directory.resolve(INDEX), UTF_8, CREATE, APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException("archiveDirectory cannot be written: " + directory, e);
        }
    }

    /** Writes messages' values to a file, one per line, in place of what was there: all of them or, on failure, none. */
    void write(String name, List<Message<byte[]>> messages) throws IOException {
        Path unfinished = directory.resolve(name + ".part");
        try (OutputStream file = Files.newOutputStream(unfinished)) {
            for (Message<byte[]> message : messages) {
                byte @Nullable [] value = message.valueBytes();
                if (value != null) {
                    file.write(value);
                }
                file.write('\n');
            }
        }
        Files.move(unfinished, directory.resolve(name), REPLACE_EXISTING);
        index.write(name + "," + messages.size() + "\n");
        index.flush();
    }

    @Override
    public void close() throws IOException {
        index.close();
    }
}
