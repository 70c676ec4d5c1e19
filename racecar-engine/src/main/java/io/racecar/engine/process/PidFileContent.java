package io.racecar.engine.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a pid file holds, or a file that should be one.
 *
 * @param text its beginning, without white space around it
 */
record PidFileContent(String text, Instant written) {
    /** More than any process id has; whatever is longer is something else. */
    private static final int LONGEST = 32;

    /** Empty if there is no such file. */
    static Optional<PidFileContent> of(Path path) throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            String text = new String(file.readNBytes(LONGEST), StandardCharsets.ISO_8859_1).strip();
            return Optional.of(
                    new PidFileContent(text, Files.getLastModifiedTime(path).toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    OptionalLong pid() {
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Whether it is that one. */
    boolean isPid(long pid) {
        return text.equals(Long.toString(pid));
    }

    /** For a log. */
    @Override
    public String toString() {
        return text.isEmpty() ? "(empty)" : text;
    }

    /** Whether it was not made by a process that writes its id. */
    boolean isForeign() {
        return !text.isEmpty() && pid().isEmpty();
    }
}
