package io.racecar.testing.guarantees;

import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A JVM of its own whose consumer copies messages exactly once, and fails now and then after it has produced the copy. */
final class CopyingProcess {
    private static final int FAILS_ONE_IN = 2000;

    private final Process process;

    private CopyingProcess(Process process) {
        this.process = process;
    }

    /** @param prefix of its transactional ids: that of the process that it replaces */
    static CopyingProcess start(Path log, Race race, String prefix) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CopyingProcess.class.getName(),
                race.topic()));
        race.settings().forEach((key, value) -> command.add(key + "=" + value));
        command.add("transactionalIdPrefix=" + prefix);
        return new CopyingProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
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

    /** Runs until its standard input ends, at the latest with the process that started it. */
    public static void main(String[] args) throws Exception {
        RacecarConfig.Builder config = RacecarConfig.builder().environment(Map.of());
        for (String setting : List.of(args).subList(1, args.length)) {
            config.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        try (Racecar racecar = Racecar.builder(config.build())
                .consumer(args[0], byte[].class, (message, context) -> {
                    context.produce(CommittedCopies.of(message));
                    if (ThreadLocalRandom.current().nextInt(FAILS_ONE_IN) == 0) {
                        throw new IllegalStateException("bad luck");
                    }
                })
                .build()) {
            racecar.start();
            int ended = System.in.read();
            assert ended < 0;
        }
    }
}
