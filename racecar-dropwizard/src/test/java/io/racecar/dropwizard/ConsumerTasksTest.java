package io.racecar.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.racecar.ConsumerState;
import io.racecar.dropwizard.AdminTasks.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What tasks answer without a broker. */
class ConsumerTasksTest {

    private static Shop shop;

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.racecar");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void start() throws Exception {
        shop = Shop.start(
                "racecar: {brokers: 'localhost:1', shutdownTimeout: 2s}",
                (racecar, environment) -> racecar.consumer("bans", String.class, (message, context) -> {})
                        .consumer("sign-ups", String.class, (message, context) -> {}));
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void anUnknownConsumerIsNotFoundAndTheKnownOnesAreListed() throws Exception {
        assertThat(post("racecar-pause?consumer=band"))
                .isEqualTo(new Answer(404, "there is no consumer named band; there is bans, sign-ups"));
    }

    @Test
    void whatCannotBeDoneIsAConflict() throws Exception {
        Answer answer = post("racecar-skip?consumer=bans&topic=bans&partition=3&offset=17");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.line()).isEqualTo("bans/3 is not assigned to bans in this process now");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            racecar-pause                                                     | consumer must be given
            racecar-pause?consumer=                                           | consumer must be given
            racecar-pause?consumer=bans&consumer=sign-ups                     | consumer must be given once
            racecar-pause?consumer=bans&topics=bans                           | there is no parameter topics here; there is consumer, topic, partition
            racecar-pause?consumer=bans&topic=bans                            | partition must be given
            racecar-resume?consumer=bans&partition=3                          | topic must be given
            racecar-retry?consumer=bans                                       | topic must be given
            racecar-skip?consumer=bans&topic=bans&partition=3                 | offset must be given
            racecar-skip?consumer=bans&topic=bans&partition=-3&offset=1       | partition must be a whole number from 0 to 2147483647 but was -3
            racecar-skip?consumer=bans&topic=bans&partition=2147483648        | partition must be a whole number from 0 to 2147483647 but was 2147483648
            racecar-skip?consumer=bans&topic=bans&partition=3&offset=all      | offset must be a whole number from 0 to 999999999999999999 but was all
            racecar-seek?consumer=bans&topic=bans&partition=3                 | either offset or time must be given
            racecar-seek?consumer=bans&topic=bans&partition=3&offset=1&time=1 | either offset or time must be given
            racecar-seek?consumer=bans&topic=bans&partition=3&time=noon       | time must be a time such as 2026-11-22T12:00:00Z but was noon
            racecar-rate?consumer=bans&maxMessagesPerSecond=fast              | maxMessagesPerSecond must be a number, or none for no limit, but was fast
            racecar-rate?consumer=bans&maxMessagesPerSecond=0                 | maxMessagesPerSecond must be a number from 0.01 to 10000000 but was 0; pause the consumer to handle nothing
            racecar-rate?consumer=bans&maxMessagesPerSecond=NaN               | maxMessagesPerSecond must be a number from 0.01 to 10000000 but was NaN; pause the consumer to handle nothing
            racecar-stop?consumer=bans&partition=3                            | there is no parameter partition here; there is consumer
            """)
    void whatIsNotUnderstoodIsABadRequest(String request, String reason) throws Exception {
        assertThat(post(request)).isEqualTo(new Answer(400, reason));
    }

    @Test
    void aConsumerIsPausedAndResumed() throws Exception {
        assertThat(post("racecar-pause?consumer=sign-ups")).isEqualTo(new Answer(200, "sign-ups: paused"));
        assertThat(post("racecar-resume?consumer=sign-ups")).isEqualTo(new Answer(200, "sign-ups: resumed"));
    }

    @Test
    void aRateIsSetToldAndLifted() throws Exception {
        assertThat(post("racecar-rate?consumer=bans&maxMessagesPerSecond=20.50"))
                .isEqualTo(new Answer(200, "bans: at most 20.5 messages per second"));
        assertThat(post("racecar-rate?consumer=bans"))
                .isEqualTo(new Answer(200, "bans: at most 20.5 messages per second"));
        assertThat(post("racecar-rate?consumer=bans&maxMessagesPerSecond=none"))
                .isEqualTo(new Answer(200, "bans: no limit"));
    }

    @Test
    void aConsumerIsStoppedAndStarted() throws Exception {
        assertThat(post("racecar-stop?consumer=sign-ups")).isEqualTo(new Answer(200, "sign-ups: stopped"));
        assertThat(shop.racecar().racecar().consumer("sign-ups").status().state())
                .isEqualTo(ConsumerState.STOPPED);
        assertThat(post("racecar-stop?consumer=sign-ups")).isEqualTo(new Answer(409, "sign-ups is STOPPED already"));

        assertThat(post("racecar-start?consumer=sign-ups")).isEqualTo(new Answer(200, "sign-ups: started"));
        assertThat(post("racecar-start?consumer=sign-ups").status()).isEqualTo(409);
    }

    @Test
    void whoAskedIsLogged() throws Exception {
        post("racecar-pause?consumer=bans");
        post("racecar-stop?consumer=nobody%0AINFO+forged");

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("bans: paused, as 127.0.0.1 asked")
                .anySatisfy(
                        line -> assertThat(line)
                                .startsWith(
                                        "racecar-stop refused, which 127.0.0.1 asked for: there is no consumer named nobody INFO"));
    }

    private static Answer post(String taskAndParameters) throws Exception {
        return new AdminTasks(shop).post(taskAndParameters);
    }
}
