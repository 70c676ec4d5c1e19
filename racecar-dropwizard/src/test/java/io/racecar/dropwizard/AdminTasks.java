package io.racecar.dropwizard;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls the tasks of a running application as an operator does. */
record AdminTasks(Shop shop) {

    /** What came back, the line without its end. */
    record Answer(int status, String line) {}

    Answer post(String taskAndParameters) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + shop.getAdminPort() + "/tasks/" + taskAndParameters))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body().replaceFirst("\\R$", ""));
    }
}
