package io.racecar.dropwizard.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file through which a process in the background tells the one that started it that it runs, or why it does not. It
 * appears at once with all of its content.
 */
final class StartReport {
    private static final String STARTED = "started: ";

    private final Path file;
    private boolean written;

    private StartReport(Path file) {
        this.file = file;
    }

    /** For the process that reports. */
    static StartReport to(Path file) {
        return new StartReport(file);
    }

    interface Work {
        void run(StartReport report) throws Exception;
    }

    /** Reports that the start failed, if the work fails before it reports success. */
    void unless(Work work) throws Exception {
        try {
            work.run(this);
        } catch (Exception | LinkageError e) {
            write(Failure.of(e).text());
            throw e;
        }
    }

    /** Reports success, and what is good to know about it. */
    void started(String details) throws IOException {
        write(STARTED + details);
    }

    private void write(String content) throws IOException {
        if (!written) {
            written = true;
            Path whole = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(whole, content, UTF_8);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** For the process that waits; empty where nothing was reported yet. */
    static Optional<Content> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(new Content(Files.readString(file, UTF_8))) : Optional.empty();
    }

    /** What was reported. */
    record Content(String text) {
        boolean isStarted() {
            return text.startsWith(STARTED);
        }

        /** Of success, or why there is none. */
        String details() {
            return isStarted() ? text.substring(STARTED.length()) : text;
        }
    }
}
