package io.racecar.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObstacleTest {
    @TempDir
    private Path directory;

    @Test
    void thereIsNoneInADirectoryThatCanBeWritten() throws IOException {
        assertThat(Obstacle.of(directory.resolve("file"))).isEmpty();
        assertThat(Obstacle.of(directory.resolve("below/it/file"))).isEmpty();
        assertThat(Obstacle.of(Files.createFile(directory.resolve("there")))).isEmpty();
    }

    @Test
    void aDirectoryIsNoFile() {
        assertThat(Obstacle.of(directory)).hasValue("is a directory");
    }

    @Test
    void aFileHoldsNoFiles() throws IOException {
        Path file = Files.createFile(directory.resolve("there"));

        assertThat(Obstacle.of(file.resolve("below/it")))
                .hasValue("cannot be made, because " + file + " is no directory");
    }
}
