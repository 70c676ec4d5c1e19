package io.racecar.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dropwizard.core.Application;
import io.racecar.engine.process.LivenessFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operating systems and operators see of a server: files, signals, exit status. */
class ServerProcessIT {
    /** What the JVM exits with after SIGTERM and SIGINT, if nobody decides otherwise. */
    private static final int TERMINATED = 128 + 15;

    private static final int INTERRUPTED = 128 + 2;

    private static final String SERVER = """
        embeddedKafka: {enabled: true}
        database: {driverClass: org.h2.Driver, url: 'jdbc:h2:mem:example;DB_CLOSE_DELAY=-1'}
        archiveDirectory: archive
        server:
          shutdownGracePeriod: 5s
          applicationConnectors: [{type: http, port: 0}]
          adminConnectors: [{type: http, port: 0}]
          requestLog: {appenders: []}
        logging:
          level: WARN
          loggers: {io.racecar: INFO, org.eclipse.jetty.server: INFO, kafka: 'OFF', org.apache.kafka: 'OFF'}
        racecar:
          pidfile: run/racecar.pid
        """;

    @TempDir
    private Path directory;

    @Test
    void aServerHasItsFilesAndPrintsItsConfigurationUntilItIsInterrupted() throws Exception {
        try (ApplicationProcess server = start(ExampleApplication.class, """
              clientId: shop
              logfile: log/racecar.log
              livenessProbe: {enabled: true, filePath: run/alive, maxInterval: 30s}
            """)) {
            server.awaitOutput("user-ban-consumer: STARTING -> RUNNING");
            assertThat(directory.resolve("run/racecar.pid")).hasContent(Long.toString(server.pid()));
            await().until(() -> LivenessFile.isAlive(directory.resolve("run/alive"), Duration.ofSeconds(30)));
            try (ApplicationProcess probe = ApplicationProcess.run(
                    ExampleApplication.class, directory, "racecar", "liveness-probe", "--pidfile", "run/racecar.pid")) {
                assertThat(probe.awaitExit()).as(probe.errors()).isZero();
            }

            server.signal("USR1");
            server.awaitErrors("pauseTimeout: 10s");
            server.signal("USR1");
            await().untilAsserted(() ->
                    assertThat(server.errors().split("clientId: shop", -1)).hasSize(3));

            server.signal("INT");
            assertThat(server.awaitExit()).isEqualTo(INTERRUPTED);
            assertThat(directory.resolve("run")).isEmptyDirectory();
            assertThat(Files.readString(directory.resolve("log/racecar.log")))
                    .contains("user-ban-consumer: RUNNING -> STOPPING", "user-ban-consumer: STOPPING -> STOPPED")
                    .doesNotContain("org.eclipse.jetty");
        }
    }

    @Test
    void aSecondStartIsRefusedUntilTheFirstServerIsGone() throws Exception {
        try (ApplicationProcess first = start(SleepyApplication.class, "")) {
            first.awaitOutput("asleep");
            try (ApplicationProcess second = start(SleepyApplication.class, "", "second")) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.errors().strip())
                        .endsWith("process " + first.pid() + " runs already, says pidfile "
                                + directory.resolve("run/racecar.pid")
                                + "; stop it first, or give this one a pidfile of its own")
                        .doesNotContain("\tat ");
                assertThat(second.output()).doesNotContain("Started");
            }

            first.signal("KILL");
            first.awaitExit();
            assertThat(directory.resolve("run/racecar.pid")).hasContent(Long.toString(first.pid()));
        }

        try (ApplicationProcess third = start(SleepyApplication.class, "")) {
            third.awaitOutput("was left behind by process ");
            assertThat(directory.resolve("run/racecar.pid")).hasContent(Long.toString(third.pid()));
        }
    }

    @Test
    void aSecondSignalInterruptsHandlersThatTheFirstOneGaveTime() throws Exception {
        try (ApplicationProcess server = start(SleepyApplication.class, "  shutdownTimeout: 4m\n")) {
            server.awaitOutput("asleep");
            server.signal("TERM");
            server.awaitOutput("-> STOPPING");
            assertThat(server.output()).doesNotContain("woken up");

            server.signal("TERM");

            assertThat(server.awaitExit()).isEqualTo(TERMINATED);
            assertThat(server.output()).contains("asked to stop a second time", "woken up", "STOPPING -> STOPPED");
            assertThat(directory.resolve("run")).isEmptyDirectory();
        }
    }

    private ApplicationProcess start(Class<? extends Application<?>> application, String racecar) throws IOException {
        return start(application, racecar, ".");
    }

    private ApplicationProcess start(Class<? extends Application<?>> application, String racecar, String below)
            throws IOException {
        String configuration = SERVER.replace(
                "run/racecar.pid", directory.resolve("run/racecar.pid").toString());
        return ApplicationProcess.start(
                application, directory.resolve(below).normalize(), configuration + racecar, Map.of());
    }
}
