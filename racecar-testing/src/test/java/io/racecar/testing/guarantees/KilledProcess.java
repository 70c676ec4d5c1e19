package io.racecar.testing.guarantees;

import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A JVM of its own with two consumers: the first only handles its messages, the second copies them. */
final class KilledProcess {
    private static final int HANDLED = 0;
    private static final int COPIED = 1;

    private final Process process;

    private KilledProcess(Process process) {
        this.process = process;
    }

    static KilledProcess start(Path journal, Path log, Race handled, Race copied) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                journal.toString(),
                handled.topic(),
                copied.topic()));
        handled.settings().forEach((key, value) -> command.add(key + "=" + value));
        File output = log.toFile();
        return new KilledProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                .start());
    }

    /** Ends it as SIGKILL does, in the middle of whatever it does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Has it stop in order. */
    boolean stops() throws Exception {
        process.getOutputStream().close();
        return process.waitFor(Race.LONG.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Which of two races a topic's number in the journal means. */
    static Race race(int number, Race handled, Race copied) {
        return Objects.checkIndex(number, 2) == HANDLED ? handled : copied;
    }

    /** Runs until its standard input ends, at the latest with the process that started it. */
    public static void main(String[] args) throws Exception {
        Journal journal = Journal.writer(Path.of(args[0]));
        RacecarConfig.Builder config = RacecarConfig.builder().environment(Map.of());
        for (String setting : List.of(args).subList(3, args.length)) {
            config.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        try (Racecar racecar = Racecar.builder(config.build())
                .consumer(args[1], byte[].class, (message, context) -> {
                    journal.begun(HANDLED, message);
                    journal.finished(HANDLED, message);
                })
                .consumer(args[2], byte[].class, (message, context) -> {
                    journal.begun(COPIED, message);
                    context.produce(Copies.of(message));
                    journal.finished(COPIED, message);
                })
                .build()) {
            racecar.start();
            int ended = System.in.read();
            assert ended < 0;
        }
    }
}
