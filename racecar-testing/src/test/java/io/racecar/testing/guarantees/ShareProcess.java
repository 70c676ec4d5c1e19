package io.racecar.testing.guarantees;

import io.racecar.engine.Racecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process with a member of a share group whose handlers never return. */
final class ShareProcess {
    private final ConsumerProcess process;
    private final Path begun;

    private ShareProcess(ConsumerProcess process, Path begun) {
        this.process = process;
        this.begun = begun;
    }

    static ShareProcess start(ShareTask task, Path directory) throws IOException {
        Path begun = directory.resolve("begun");
        List<String> arguments = List.of(task.topic(), begun.toString());
        return new ShareProcess(
                ConsumerProcess.start(ShareProcess.class, directory.resolve("log"), arguments, task.settings()), begun);
    }

    /** Whether a handler has been called. */
    boolean hasBegun() {
        return Files.exists(begun);
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    public static void main(String[] args) throws Exception {
        Path begun = Path.of(args[1]);
        Racecar racecar = ConsumerProcess.configured(args, 2)
                .consumer(args[0], byte[].class, (message, context) -> {
                    Files.createFile(begun);
                    new Gate().pass();
                })
                .build();
        racecar.start();
        ConsumerProcess.awaitEndOfInput();
        Runtime.getRuntime().halt(0);
    }
}
