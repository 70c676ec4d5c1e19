package io.racecar.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README, sent to the application as {@code config/development.yml} sets it up. */
class ExampleApplicationIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path archive;

    private static DropwizardTestSupport<ExampleConfiguration> application;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        application = new DropwizardTestSupport<>(
                ExampleApplication.class,
                "../config/development.yml",
                ConfigOverride.config("server.applicationConnectors[0].port", "0"),
                ConfigOverride.config("server.adminConnectors[0].port", "0"),
                ConfigOverride.config("database.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"),
                ConfigOverride.config("archiveDirectory", archive.toString()),
                ConfigOverride.config("racecar.pauseTimeout", "100ms"),
                ConfigOverride.config("racecar.offsetCommitInterval", "100ms"));
        application.before();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        application.after();
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
    void whatIsNotValidIsRefused() throws Exception {
        assertThat(send("POST", "/pageviews", "{\"url\": \"\"}").statusCode()).isEqualTo(422);
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
