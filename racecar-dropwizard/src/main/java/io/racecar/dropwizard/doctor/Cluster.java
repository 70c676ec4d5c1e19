package io.racecar.dropwizard.doctor;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;

/** The brokers, asked for as long as there is time. */
final class Cluster implements AutoCloseable {
    private final Admin admin;
    private final long deadline;

    private Cluster(Admin admin, long deadline) {
        this.admin = admin;
        this.deadline = deadline;
    }

    /**
     * Connects to nothing yet.
     *
     * @param properties of an admin client
     * @param longest how long all answers together may take
     */
    static Cluster of(Map<String, Object> properties, Duration longest) {
        Map<String, Object> limited = new HashMap<>(properties);
        int millis = Math.toIntExact(longest.toMillis());
        limited.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        limited.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        return new Cluster(Admin.create(limited), System.nanoTime() + longest.toNanos());
    }

    Admin admin() {
        return admin;
    }

    /**
     * Waits for an answer.
     *
     * @throws NoAnswerException if there is none in time, or the brokers refuse
     */
    <T> T await(KafkaFuture<T> answer) throws NoAnswerException, InterruptedException {
        try {
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new NoAnswerException(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new NoAnswerException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
