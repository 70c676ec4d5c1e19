package io.racecar.jmx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of Racecar, which the build leaves in a file: a manifest's would be that of the jar an application is packed in. */
final class Version {
    private Version() {}

    static String read() {
        try (InputStream file = Version.class.getResourceAsStream("version.txt")) {
            return file == null ? "unknown" : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
