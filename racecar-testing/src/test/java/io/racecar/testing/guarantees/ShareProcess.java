package io.racecar.testing.guarantees;

import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM of its own with a member of a share group whose handlers never return. */
final class ShareProcess {
    private final Process process;
    private final Path begun;

    private ShareProcess(Process process, Path begun) {
        this.process = process;
        this.begun = begun;
    }

    static ShareProcess start(ShareTask task, Path directory) throws IOException {
        Path begun = directory.resolve("begun");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ShareProcess.class.getName(),
                task.topic(),
                begun.toString()));
        task.settings().forEach((key, value) -> command.add(key + "=" + value));
        return new ShareProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start(),
                begun);
    }

    /** Whether a handler has been called. */
    boolean hasBegun() {
        return Files.exists(begun);
    }

    /** Ends it as SIGKILL does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Runs until it is killed, or its standard input ends with the process that started it. */
    public static void main(String[] args) throws Exception {
        Path begun = Path.of(args[1]);
        RacecarConfig.Builder config = RacecarConfig.builder().environment(Map.of());
        for (String setting : List.of(args).subList(2, args.length)) {
            config.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        Racecar racecar = Racecar.builder(config.build())
                .consumer(args[0], byte[].class, (message, context) -> {
                    Files.createFile(begun);
                    new Gate().pass();
                })
                .build();
        racecar.start();
        int ended = System.in.read();
        assert ended < 0;
        Runtime.getRuntime().halt(0);
    }
}
