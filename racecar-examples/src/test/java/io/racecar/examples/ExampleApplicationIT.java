package io.racecar.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The commands of the README, sent to the application as {@code config/development.yml} sets it up. */
class ExampleApplicationIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path archive;

    private static DropwizardTestSupport<ExampleConfiguration> application;
    private static DatagramSocket agent;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        agent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        application = new DropwizardTestSupport<>(
                ExampleApplication.class,
                "../config/development.yml",
                ConfigOverride.config("server.applicationConnectors[0].port", "0"),
                ConfigOverride.config("server.adminConnectors[0].port", "0"),
                ConfigOverride.config("database.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"),
                ConfigOverride.config("archiveDirectory", archive.toString()),
                ConfigOverride.config("racecar.datadog.host", "127.0.0.1"),
                ConfigOverride.config("racecar.datadog.port", Integer.toString(agent.getLocalPort())),
                ConfigOverride.config("racecar.lagInterval", "1s"),
                ConfigOverride.config("racecar.pauseTimeout", "100ms"),
                ConfigOverride.config("racecar.offsetCommitInterval", "100ms"));
        application.before();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        application.after();
        agent.close();
    }

    @Test
    void aUserWhoWasBannedIsShownAsBanned() throws Exception {
        assertThat(get("/users/1").get("banned").asBoolean()).isFalse();

        HttpResponse<String> response = send("POST", "/users/1/ban", "");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(response.body()).at("/partition/topic").asText())
                .isEqualTo("user_banned");
        await().untilAsserted(() ->
                assertThat(get("/users/1").get("banned").asBoolean()).isTrue());
    }

    @Test
    void aPageviewIsEnrichedAndArchived() throws Exception {
        HttpResponse<String> response =
                send("POST", "/pageviews", "{\"url\": \"/cart\", \"ipAddress\": \"203.0.113.7\"}");

        assertThat(response.statusCode()).isEqualTo(202);
        await().untilAsserted(() -> assertThat(archived("pageviews-with-country"))
                .anySatisfy(event -> assertThat(event).contains("\"country\":\"AU\"")));
    }

    @Test
    void manyBansAreProducedAsABlock() throws Exception {
        send("PUT", "/users/60", "{\"name\": \"Trent\"}");
        send("PUT", "/users/61", "{\"name\": \"Peggy\"}");

        assertThat(send("POST", "/bans", "[60, 61]").statusCode()).isEqualTo(202);

        await().untilAsserted(() -> {
            assertThat(get("/users/60").get("banned").asBoolean()).isTrue();
            assertThat(get("/users/61").get("banned").asBoolean()).isTrue();
        });
        assertThat(adminGet("/metrics")
                        .at("/timers/racecar.producer.delivered/count")
                        .asLong())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void whatKafkaDoesNotTakeIsSaid() throws Exception {
        HttpResponse<String> refused = send(
                "POST", "/pageviews", "{\"url\": \"/" + "x".repeat(2_000_000) + "\", \"ipAddress\": \"192.0.2.1\"}");

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(JSON.readTree(refused.body()).get("message").asText())
                .startsWith("a message to pageviews is too large with its ");
    }

    @Test
    void aFailingMessageHoldsUpItsPartitionAloneAndSucceedsInTheEnd() throws Exception {
        int failing = ban(40);
        await().untilAsserted(() -> assertThat(get("/failures")).anySatisfy(failure -> {
            assertThat(failure.get("error").asText()).endsWith("there is no user 40");
            assertThat(failure.get("attempt").asInt()).isGreaterThan(2);
        }));

        long other = 41;
        send("PUT", "/users/" + other, "{\"name\": \"Mallory\"}");
        while (ban(other) == failing) {
            other++;
            send("PUT", "/users/" + other, "{\"name\": \"Mallory\"}");
        }
        String notHeldUp = "/users/" + other;
        await().untilAsserted(() ->
                assertThat(get(notHeldUp).get("banned").asBoolean()).isTrue());

        send("PUT", "/users/40", "{\"name\": \"Eve\"}");
        await().untilAsserted(() ->
                assertThat(get("/users/40").get("banned").asBoolean()).isTrue());
    }

    @Test
    void healthChecksShowTheConsumers() {
        await().untilAsserted(() -> {
            JsonNode health = adminGet("/healthcheck");
            assertThat(health.at("/racecar.user-ban-consumer/message").asText()).startsWith("RUNNING");
            assertThat(health.at("/racecar.geo-coding-consumer/healthy").asBoolean())
                    .isTrue();
            assertThat(health.at("/racecar.archive-events-consumer/healthy").asBoolean())
                    .isTrue();
            assertThat(health.at("/racecar.producer/healthy").asBoolean()).isTrue();
        });
    }

    @Test
    void jConsoleSeesConsumersAndTheirPartitions() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();

        assertThat(server.getAttribute(new ObjectName("io.racecar:type=Consumer,name=user-ban-consumer"), "GroupId"))
                .isEqualTo("user-ban-consumer");
        ObjectName partition =
                new ObjectName("io.racecar:type=Partition,consumer=user-ban-consumer,topic=user_banned,partition=3");
        await().until(() -> server.isRegistered(partition));
        assertThat(server.getMBeanInfo(partition).getOperations())
                .extracting(MBeanOperationInfo::getName)
                .contains("skip", "retryNow");
    }

    @Test
    void anAgentOfDatadogIsToldOfConsumersAndPartitions() throws Exception {
        agent.setSoTimeout(30_000);
        assertThat(packetWith("racecar.consumer.up|0"))
                .contains("_sc|racecar.consumer.up|0|#env:development,client:racecar,group_id:");
        assertThat(packetWith("racecar.consumer.lag:"))
                .contains("|g|#env:development,client:racecar,group_id:", ",topic:", ",partition:");
    }

    /** The next one that has that; others are dropped. */
    private static String packetWith(String name) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[8192], 8192);
        String text = "";
        while (!text.contains(name)) {
            agent.receive(packet);
            text = new String(packet.getData(), 0, packet.getLength(), UTF_8);
        }
        return text;
    }

    @Test
    void theLogHasSpansOfOneTrace() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        ((Logger) LoggerFactory.getLogger(SpanLog.class)).addAppender(log);

        send("POST", "/pageviews", "{\"url\": \"/cart\", \"ipAddress\": \"192.0.2.1\"}");

        await().untilAsserted(() -> assertThat(tracesOf(log.list, "send pageviews"))
                .containsAnyElementsOf(tracesOf(log.list, "process pageviews")));
        await().untilAsserted(() -> assertThat(tracesOf(log.list, "send pageviews-with-country"))
                .containsAnyElementsOf(tracesOf(log.list, "send pageviews")));
    }

    private static List<String> tracesOf(List<ILoggingEvent> log, String span) {
        return log.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(it -> it.contains(": " + span + " took"))
                .map(it -> it.substring(0, it.indexOf(':')))
                .toList();
    }

    @Test
    void whatIsNotValidIsRefused() throws Exception {
        assertThat(send("POST", "/pageviews", "{\"url\": \"\"}").statusCode()).isEqualTo(422);
        assertThat(send("POST", "/bans", "[]").statusCode()).isEqualTo(422);
        assertThat(send("GET", "/users/999", "").statusCode()).isEqualTo(404);
    }

    /** Bans a user and returns the partition that the ban is in. */
    private static int ban(long id) throws Exception {
        return JSON.readTree(send("POST", "/users/" + id + "/ban", "").body())
                .at("/partition/number")
                .asInt();
    }

    private static Stream<String> archived(String topic) throws IOException {
        try (Stream<Path> files = Files.list(archive)) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith(topic + "-"))
                    .filter(file -> !file.toString().endsWith(".part"))
                    .map(ExampleApplicationIT::content)
                    .toList()
                    .stream();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode get(String path) throws Exception {
        return JSON.readTree(send("GET", path, "").body());
    }

    private static JsonNode adminGet(String path) throws Exception {
        return JSON.readTree(send("GET", URI.create("http://localhost:" + application.getAdminPort() + path), "")
                .body());
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        return send(method, URI.create("http://localhost:" + application.getLocalPort() + path), body);
    }

    private static HttpResponse<String> send(String method, URI uri, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
