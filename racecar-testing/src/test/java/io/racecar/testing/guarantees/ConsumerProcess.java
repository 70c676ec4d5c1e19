package io.racecar.testing.guarantees;

import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own whose consumers run until its standard input ends, at the latest with the process that started it. */
final class ConsumerProcess {
    private final Process process;

    private ConsumerProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param main a class whose main method is given the arguments, then the settings as {@code key=value}
     * @param log what it prints is appended to
     */
    static ConsumerProcess start(Class<?> main, Path log, List<String> arguments, Map<String, ?> settings)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        settings.forEach((key, value) -> command.add(key + "=" + value));
        return new ConsumerProcess(new ProcessBuilder(command)
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

    // ---- what that process calls

    /** The settings behind so many arguments, for consumers to be added. */
    static Racecar.Builder configured(String[] args, int arguments) throws Exception {
        RacecarConfig.Builder config = RacecarConfig.builder().environment(Map.of());
        for (String setting : List.of(args).subList(arguments, args.length)) {
            config.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return Racecar.builder(config.build());
    }

    /** Runs them until standard input ends. */
    static void run(Racecar.Builder consumers) throws Exception {
        try (Racecar racecar = consumers.build()) {
            racecar.start();
            awaitEndOfInput();
        }
    }

    static void awaitEndOfInput() throws IOException {
        int ended = System.in.read();
        assert ended < 0;
    }
}
