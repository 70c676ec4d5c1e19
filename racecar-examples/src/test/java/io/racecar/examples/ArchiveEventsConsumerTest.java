package io.racecar.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.OutgoingMessage;
import io.racecar.testing.ConsumerTester;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveEventsConsumerTest {

    @TempDir
    private Path directory;

    @Test
    void writesABatchToAFileNamedAfterItsPlace() throws Exception {
        ConsumerTester<byte[]> consumer = ConsumerTester.of(new ArchiveEventsConsumer(Archive.open(directory)));

        consumer.process(event("one"), event("two"));
        consumer.process(event("three"));

        assertThat(directory.resolve("user_banned-3-0-1")).hasContent("one\ntwo\n");
        assertThat(directory.resolve("user_banned-3-2-2")).hasContent("three\n");
        assertThat(directory.resolve("index.csv")).hasContent("user_banned-3-0-1,2\nuser_banned-3-2-2,1\n");
    }

    @Test
    void closesTheArchiveWhenItStops() throws Exception {
        Archive archive = Archive.open(directory);

        new ArchiveEventsConsumer(archive).teardown();

        assertThatThrownBy(() -> archive.write("late", java.util.List.of())).isInstanceOf(IOException.class);
    }

    private static OutgoingMessage event(String value) {
        return OutgoingMessage.to("user_banned").partition(3).value(value);
    }
}
