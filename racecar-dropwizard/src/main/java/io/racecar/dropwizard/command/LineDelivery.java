package io.racecar.dropwizard.command;

import io.racecar.Delivery;
import io.racecar.OutgoingMessage;
import io.racecar.Producer;
import io.racecar.engine.process.ProcessSignals;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Produces a message for each line of standard input, until there are no more, one fails or Ctrl-C is pressed. Says what was
 * delivered in any case. Runs once.
 */
final class LineDelivery {
    private final Console console;
    private final OutgoingMessage message;
    private final Tally tally = new Tally();
    private final Progress progress;

    /** Whoever gets it says what was delivered; it is never given back. */
    private final Semaphore lastWord = new Semaphore(1);

    private @Nullable CommandFailedException unreadable;

    /** @param message what all of them have in common */
    LineDelivery(Console console, OutgoingMessage message) {
        this.console = console;
        this.message = message;
        this.progress = Progress.on(console);
    }

    /** @throws CommandFailedException if a line cannot be read */
    void run(Producer producer) throws CommandFailedException, InterruptedException {
        try (ProcessSignals signals = new ProcessSignals()) {
            signals.on("INT", this::interrupt);
            producer.deliverAll(this::produceLines);
            if (unreadable != null) {
                throw unreadable;
            }
        } finally {
            tally.await();
            lastWord.acquire();
            report();
        }
    }

    private void produceLines(Producer producer) {
        Utf8Lines lines = new Utf8Lines(console.in());
        try {
            for (String line = lines.next(); line != null && tally.begin(); line = lines.next()) {
                produce(producer, message.value(line));
            }
        } catch (CommandFailedException e) {
            unreadable = e;
        }
    }

    private void produce(Producer producer, OutgoingMessage line) {
        CompletionStage<Delivery> produced;
        try {
            produced = producer.produce(line);
        } catch (RuntimeException | Error e) {
            tally.note(null, e);
            throw e;
        }
        produced.whenComplete((delivery, error) -> {
            tally.note(delivery, error);
            progress.show(tally.delivered());
        });
    }

    /**
     * Ctrl-C: what was read is still delivered. It comes on a thread of its own, while the other may wait for a line that
     * never comes. The second time the process ends at once.
     */
    private void interrupt(Runnable end) {
        if (lastWord.tryAcquire()) {
            tally.stop();
            console.err().println("Reads no further and waits for what was read; Ctrl-C again ends it at once");
            try {
                tally.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            report();
        }
        end.run();
    }

    private void report() {
        progress.close();
        tally.lines().forEach(console.out()::println);
    }
}
