package io.racecar.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/** Where a cluster keeps its data, its identity and the ports of its nodes; used by one cluster at a time. */
final class DataDirectory implements AutoCloseable {
    private static final String IDENTITY = "embedded-kafka.properties";

    private final Path path;
    private final boolean temporary;
    private final FileChannel lock;
    private final Properties identity;
    private final String clusterId;

    private DataDirectory(Path path, boolean temporary) throws IOException {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock(path);
        this.identity = read(path.resolve(IDENTITY));
        this.clusterId = identity.getProperty("clusterId", Uuid.randomUuid().toString());
    }

    /** A new directory that is deleted when it is closed. */
    static DataDirectory temporary() {
        try {
            return new DataDirectory(Files.createTempDirectory("embedded-kafka-"), true);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory for the embedded brokers' data", e);
        }
    }

    /** A directory, made if missing, that outlives the cluster. */
    static DataDirectory at(Path path) {
        try {
            return new DataDirectory(Files.createDirectories(path).toAbsolutePath(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "dataDirectory " + path + " cannot be used; it must be a writable directory", e);
        }
    }

    String clusterId() {
        return clusterId;
    }

    Path node(int id) {
        return path.resolve(id == ClusterSettings.CONTROLLER ? "controller" : "broker-" + id);
    }

    /** The port that a node had before, 0 if none is known. */
    int port(int node) {
        return Integer.parseInt(identity.getProperty("port." + node, "0"));
    }

    /** Writes down what the next cluster here must know. */
    void remember(int brokers, List<Integer> ports) {
        requireSame(brokers);
        identity.setProperty("clusterId", clusterId);
        identity.setProperty("brokers", Integer.toString(brokers));
        for (int node = 0; node < ports.size(); node++) {
            identity.setProperty("port." + node, ports.get(node).toString());
        }
        try (Writer writer = Files.newBufferedWriter(path.resolve(IDENTITY))) {
            identity.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException("dataDirectory " + path + " cannot be written to", e);
        }
    }

    /** Partitions stay on the brokers that they were made on. */
    private void requireSame(int brokers) {
        String before = identity.getProperty("brokers", Integer.toString(brokers));
        if (!before.equals(Integer.toString(brokers))) {
            throw new IllegalArgumentException("brokers must be " + before + ", as when dataDirectory " + path
                    + " was first used, but was " + brokers + "; keep the number or use another directory");
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
            if (temporary) {
                delete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded brokers' data in " + path + " could not be released", e);
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve("embedded-kafka.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldByThisJvm) {
            // The same refusal as for another process.
        }
        channel.close();
        throw new IllegalStateException(
                "dataDirectory " + path + " is used by another embedded cluster; close that or use another directory");
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        return properties;
    }
}
