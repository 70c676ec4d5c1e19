package io.racecar.engine.process;

import io.racecar.engine.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds the id of this process for as long as it consumes. It appears and changes hands atomically: whoever
 * reads it finds a whole id, and of two processes that start at once one is refused. Thread-safe.
 */
public final class PidFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final Path path;
    private final Processes processes;

    private PidFile(Path path, Processes processes) {
        this.path = path.toAbsolutePath();
        this.processes = processes;
    }

    /**
     * Finds out whether {@link #claim} would be refused now, and changes nothing.
     *
     * @throws IllegalStateException if a live process other than this one has the file
     * @throws InvalidConfigurationException if there is a file that cannot be read or holds something else, or a link to
     *     one that does not exist
     */
    public static void check(Path path) {
        try {
            new PidFile(path, Processes.ofThisMachine()).refuseIfTaken();
        } catch (IOException e) {
            throw notUsable(path, e);
        }
    }

    /**
     * Writes the id of this process. A file that a dead process has left behind is taken over; missing directories are made.
     *
     * @throws IllegalStateException if a live process other than this one has the file
     * @throws InvalidConfigurationException if the file cannot be written, or there is one that holds something else or is
     *     a link to one that does not exist
     */
    public static PidFile claim(Path path) {
        return claim(path, Processes.ofThisMachine());
    }

    static PidFile claim(Path path, Processes processes) {
        PidFile file = new PidFile(path, processes);
        try {
            file.claim();
        } catch (IOException e) {
            throw notUsable(path, e);
        }
        return file;
    }

    /**
     * The process id that a file holds.
     *
     * @return empty if there is no such file, or it holds something else
     * @throws IOException if it cannot be read
     */
    public static OptionalLong read(Path path) throws IOException {
        return PidFileContent.of(path).map(PidFileContent::pid).orElse(OptionalLong.empty());
    }

    /** Removes the file, if it is still that of this process. */
    @Override
    public void close() {
        try {
            Optional<PidFileContent> found = PidFileContent.of(path);
            if (found.isPresent() && found.get().isPid(processes.own())) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.warn("pidfile {} cannot be removed: {}", path, e.toString());
        }
    }

    private void claim() throws IOException {
        Files.createDirectories(path.resolveSibling(".").normalize());
        Path prepared = path.resolveSibling(path.getFileName() + "." + processes.own());
        Files.writeString(prepared, processes.own() + "\n");
        try {
            boolean mine = false;
            while (!mine) {
                mine = publish(prepared) || takeOver(prepared);
            }
        } finally {
            Files.deleteIfExists(prepared);
        }
    }

    /** Makes the file, whole, unless there is one. */
    private boolean publish(Path prepared) throws IOException {
        try {
            Files.createLink(path, prepared);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) { // the file system has no links
            if (Files.exists(path)) {
                return false;
            }
            Files.move(prepared, path, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
    }

    /** Replaces the file of a dead process; the lock on it keeps others from replacing it at the same time. */
    private boolean takeOver(Path prepared) throws IOException {
        try (FileChannel stale = FileChannel.open(path, StandardOpenOption.WRITE);
                FileLock lock = stale.lock()) {
            Optional<PidFileContent> found = refuseIfTaken();
            if (found.isEmpty() || !lock.isValid()) {
                return false;
            }
            LOG.warn("pidfile {} was left behind by process {}; taken over", path, found.get());
            Files.move(prepared, path, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) { // removed meanwhile, or it is a link to nothing
            refuseDanglingLink();
            return false;
        }
    }

    private Optional<PidFileContent> refuseIfTaken() throws IOException {
        Optional<PidFileContent> found = PidFileContent.of(path);
        if (found.isEmpty()) {
            refuseDanglingLink();
        }
        if (found.isPresent() && found.get().isForeign()) {
            throw new InvalidConfigurationException(List.of("pidfile must name a file of its own, but " + path
                    + " holds something other than a process id; name another one, or remove it"));
        }
        found.ifPresent(it -> it.pid().ifPresent(pid -> {
            if (pid != processes.own() && processes.runs(pid, it.written())) {
                throw new IllegalStateException("process " + pid + " runs already, says pidfile " + path
                        + "; stop it first, or give this one a pidfile of its own");
            }
        }));
        return found;
    }

    /** It is there for whoever wants to make it, and not there for whoever wants to read it. */
    private void refuseDanglingLink() throws IOException {
        if (Files.isSymbolicLink(path) && Files.notExists(path)) {
            throw new InvalidConfigurationException(List.of("pidfile must name a file, but " + path + " is a link to "
                    + Files.readSymbolicLink(path) + ", which does not exist; remove the link, or name another file"));
        }
    }

    private static InvalidConfigurationException notUsable(Path path, IOException e) {
        return new InvalidConfigurationException(
                List.of("pidfile must name a file that this process may read and write," + " but was " + path
                        + ", which it cannot: " + e + "; name another one"));
    }
}
