package io.racecar.engine.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What keeps a file from being written, found out without touching it. */
final class Obstacle {
    private Obstacle() {}

    /** To stand after the file's name. */
    static Optional<String> of(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of("is a directory");
        }
        if (Files.exists(file)) {
            return Files.isWritable(file) ? Optional.empty() : Optional.of("may not be written by this process");
        }
        Path above = file.toAbsolutePath().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above == null || !Files.isDirectory(above)) {
            return Optional.of("cannot be made, because " + above + " is no directory");
        }
        return Files.isWritable(above)
                ? Optional.empty()
                : Optional.of("cannot be made, because this process may not write to " + above);
    }
}
