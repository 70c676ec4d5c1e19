package io.racecar.datadog;

import static io.racecar.datadog.Observed.ORDERS;
import static io.racecar.datadog.Observed.message;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.racecar.Partition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Agents that are not there, or do not read. */
class AgentTest {
    private static final String ERRORS = "racecar.consumer.process_message.errors:1|c";

    @TempDir
    private Path directory;

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.racecar");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    private Path socket() {
        return directory.resolve("dsd.socket");
    }

    private static void happen(Observed observed) {
        observed.failed(message(ORDERS, 17));
        observed.flush();
    }

    private List<String> logged() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void nobodyNoticesThatNobodyListensToAPort() throws IOException {
        UdpAgent gone = new UdpAgent();
        try (Observed observed = new Observed(gone)) {
            gone.close();
            happen(observed);
            happen(observed);
        }

        assertThat(logged()).isEmpty();
    }

    @Test
    void aHostThatIsNotKnownIsSaidOnce() throws IOException {
        try (Observed observed = new Observed(Stream.of("datadog.host=agent.invalid"))) {
            happen(observed);
            happen(observed);
        }

        assertThat(logged())
                .singleElement()
                .asString()
                .startsWith("metrics for the Datadog agent at agent.invalid:8125 are lost until it takes them: ");
    }

    @Test
    void aSocketMayComeLaterAndGoAndComeBack() throws IOException {
        try (Observed observed = new Observed(Stream.of("datadog.socketPath=" + socket()))) {
            happen(observed);
            happen(observed);
            assertThat(logged()).hasSize(1);

            for (int time = 1; time <= 2; time++) {
                try (UnixAgent agent = new UnixAgent(socket())) {
                    happen(observed);
                    assertThat(agent.lines()).anyMatch(it -> it.startsWith(ERRORS));
                    assertThat(logged())
                            .hasSize(2 * time)
                            .last()
                            .isEqualTo("the Datadog agent at " + socket() + " takes metrics again");
                }
                happen(observed);
                assertThat(logged()).hasSize(2 * time + 1);
            }
        }
    }

    @Test
    void whatAnAgentThatDoesNotReadCannotTakeIsLostAndHoldsNothingUp() throws IOException {
        try (UnixAgent agent = new UnixAgent(socket());
                Observed observed = new Observed(agent)) {
            while (logged().isEmpty()) { // its socket holds some packets
                for (int partition = 0; partition < 1000; partition++) {
                    observed.failed(message(new Partition("orders", partition), 17));
                }
                observed.flush();
            }
            agent.drain();

            happen(observed);

            assertThat(agent.lines()).contains(ERRORS + "|#client:shop,group_id:shop-orders,topic:orders,partition:3");
            assertThat(logged()).hasSize(2);
        }
    }
}
