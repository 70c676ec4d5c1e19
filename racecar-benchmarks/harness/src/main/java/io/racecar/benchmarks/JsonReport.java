package io.racecar.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes all figures, those of each run included. */
final class JsonReport {
    private JsonReport() {}

    static void write(Document document, Path file) throws IOException {
        Files.writeString(
                file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
    }
}
