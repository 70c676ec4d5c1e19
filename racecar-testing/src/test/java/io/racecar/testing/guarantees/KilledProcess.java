package io.racecar.testing.guarantees;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A process with two consumers: the first only handles its messages, the second copies them. */
final class KilledProcess {
    private static final int HANDLED = 0;
    private static final int COPIED = 1;

    private KilledProcess() {}

    static ConsumerProcess start(Path journal, Path log, Race handled, Race copied) throws IOException {
        return ConsumerProcess.start(
                KilledProcess.class,
                log,
                List.of(journal.toString(), handled.topic(), copied.topic()),
                handled.settings());
    }

    /** Which of two races a topic's number in the journal means. */
    static Race race(int number, Race handled, Race copied) {
        return Objects.checkIndex(number, 2) == HANDLED ? handled : copied;
    }

    public static void main(String[] args) throws Exception {
        Journal journal = Journal.writer(Path.of(args[0]));
        ConsumerProcess.run(ConsumerProcess.configured(args, 3)
                .consumer(args[1], byte[].class, (message, context) -> {
                    journal.begun(HANDLED, message);
                    journal.finished(HANDLED, message);
                })
                .consumer(args[2], byte[].class, (message, context) -> {
                    journal.begun(COPIED, message);
                    context.produce(Copies.of(message));
                    journal.finished(COPIED, message);
                }));
    }
}
