package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersCommandTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redrive --rate 0 | --rate must be above 0 but was 0.0; leave it out for no limit",
                "redrive --rate fast | could not convert 'fast'",
                "redrive --place anywhere | anywhere",
                "redrive --max-redrives 0 | --max-redrives: invalid choice",
                "redrive --since yesterday | must be a time such as 2026-11-22T16:00:00Z",
                "redrive --since 1h --until 2h | --since must be before --until",
                "redrive --to letters.dead | --to must be another topic",
                "list --limit 0 | --limit: invalid choice",
                "show orders.dead-17 | must be the place of a message such as orders.dead/3@17",
                "show | too few arguments",
                "purge --yes | is required",
                "purge --all --redriven | not allowed with",
                "purge --all --consumer order-consumer | purge takes no --consumer: Kafka deletes only from the start",
                "purge --all | nobody can be asked here",
                "bury | invalid choice: 'bury'"
            })
    void wrongUsageIsStatusTwoAndSaysWhatIsWrong(String arguments, String complaint) throws IOException {
        Invocation refused = deadLetters("racecar: {deadLetter: {topic: letters.dead}}", arguments.split(" "));

        assertThat(refused.err()).contains(complaint).doesNotContain("\tat ");
        assertThat(refused.out()).isEmpty();
        assertThat(refused.status()).isEqualTo(2);
    }

    @Test
    void withoutATopicThereIsNothingToWorkOn() throws IOException {
        Invocation refused = deadLetters("{}", "list");

        assertThat(refused.err())
                .isEqualToIgnoringNewLines(
                        "no setting deadLetter.topic says where dead letters are; set it, or name the"
                                + " topic with --dead-letter-topic");
        assertThat(refused.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show", "redrive", "purge"})
    void eachHelpsWithExamples(String action) {
        Invocation help = Invocation.of("racecar", "dead-letters", action, "--help");

        assertThat(help.out())
                .contains("CONFIG")
                .containsPattern("java -jar \\S+ racecar dead-letters " + action + " config/production.yml");
        assertThat(help.failed()).isFalse();
    }

    private Invocation deadLetters(String yaml, String... arguments) throws IOException {
        Path config = Files.writeString(directory.resolve("config.yml"), yaml);
        return Invocation.of(Stream.concat(
                        Stream.of("racecar", "dead-letters", arguments[0], config.toString()),
                        Stream.of(arguments).skip(1))
                .toArray(String[]::new));
    }
}
