package io.racecar.engine.process;

import io.racecar.engine.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is touched for as long as this process does its work, so that a probe needs no port: whoever finds it old or
 * missing may restart the process. Thread-safe.
 */
public final class LivenessFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final Path path;
    private final InstantSource clock;
    private boolean failing;
    private boolean closed;

    private LivenessFile(Path path, InstantSource clock) {
        this.path = path.toAbsolutePath();
        this.clock = clock;
    }

    /**
     * Makes the file, or touches the one that is there; missing directories are made.
     *
     * @throws InvalidConfigurationException if it cannot be written, or is somebody else's: what holds something
     */
    public static LivenessFile create(Path path) {
        return create(path, InstantSource.system());
    }

    static LivenessFile create(Path path, InstantSource clock) {
        LivenessFile file = new LivenessFile(path, clock);
        foreign(path).ifPresent(problem -> {
            throw new InvalidConfigurationException(List.of(problem));
        });
        try {
            file.write();
        } catch (IOException e) {
            throw new InvalidConfigurationException(
                    List.of("livenessProbe.filePath must name a file that this process may" + " write, but was " + path
                            + ", which it cannot: " + e + "; name another one"));
        }
        return file;
    }

    /** Why it cannot be this file: a liveness file is empty, and is removed at the end. */
    static Optional<String> foreign(Path path) {
        try {
            return Files.isRegularFile(path) && Files.size(path) > 0
                    ? Optional.of("livenessProbe.filePath must name a file of its own, but " + path
                            + " holds something and would be removed at the stop; name another one")
                    : Optional.empty();
        } catch (IOException e) { // gone in between, or writing it says why not
            return Optional.empty();
        }
    }

    /**
     * Whether a file has been touched of late, and so the process that it belongs to does its work. One that is dated
     * further ahead than it may lie back is not: it would seem young for ever.
     *
     * @param maxInterval the greatest age that is well
     */
    public static boolean isAlive(Path path, Duration maxInterval) {
        return problem(path, maxInterval).isEmpty();
    }

    /**
     * Why {@link #isAlive} is false, in a sentence with age and limit; empty where it is true.
     *
     * @param maxInterval the greatest age that is well
     */
    public static Optional<String> problem(Path path, Duration maxInterval) {
        return problem(path, maxInterval, InstantSource.system());
    }

    static Optional<String> problem(Path path, Duration maxInterval, InstantSource clock) {
        try {
            Instant touched = Files.getLastModifiedTime(path).toInstant();
            Duration age = Duration.between(touched, clock.instant());
            if (age.negated().compareTo(maxInterval) > 0) {
                return Optional.of("liveness file " + path + " is dated " + seconds(age.negated())
                        + " ahead of the clock, which tells nothing; a process that does its work touches it again");
            }
            return age.compareTo(maxInterval) <= 0
                    ? Optional.empty()
                    : Optional.of("liveness file " + path + " was touched " + seconds(age) + " ago; at most "
                            + seconds(maxInterval) + " are allowed");
        } catch (NoSuchFileException e) {
            return Optional.of("liveness file " + path + " does not exist; the process has not started or has stopped");
        } catch (IOException e) {
            return Optional.of("liveness file " + path + " cannot be read: " + e);
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }

    /** Says that the process does its work. A failure is logged, once until it is over. */
    public synchronized void touch() {
        if (closed) {
            return;
        }
        try {
            write();
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                LOG.error("liveness file {} cannot be touched, so the process looks dead: {}", path, e.toString());
            }
        }
    }

    private void write() throws IOException {
        try {
            Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
        } catch (NoSuchFileException e) { // the first time, or somebody has removed it
            Files.createDirectories(path.resolveSibling(".").normalize());
            Files.write(path, new byte[0]);
        }
    }

    /** Removes the file: the process is about to end. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("liveness file {} cannot be removed: {}", path, e.toString());
        }
    }
}
