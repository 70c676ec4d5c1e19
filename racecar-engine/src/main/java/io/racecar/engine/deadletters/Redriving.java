package io.racecar.engine.deadletters;

import io.racecar.engine.deadletters.Refused.Reason;
import io.racecar.engine.deadletters.Survey.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Puts the dead letters that are due back, a few at a time and at the pace that is wanted. Runs once, on one thread. */
final class Redriving {
    /** A consumer that reads uncommitted messages may see so many twice if this process is killed. */
    private static final int MOST_AT_ONCE = 100;

    private static final long MOST_BYTES_AT_ONCE = 4L << 20;
    private static final long LONGEST_TOGETHER = TimeUnit.MILLISECONDS.toNanos(100);

    private final Found found;
    private final Redrive how;
    private final Targets targets;
    private final Transactions transactions;
    private final Observer observer;
    private final Pace pace;
    private final List<Copy> together = new ArrayList<>();
    private final long total;
    private long bytes;

    /** When the first of those together came. */
    private long since;

    private long redriven;
    private long notAccepted;
    private @Nullable String example;

    Redriving(Found found, Redrive how, Targets targets, Transactions transactions, Observer observer) {
        this.found = found;
        this.how = how;
        this.targets = targets;
        this.transactions = transactions;
        this.observer = observer;
        this.pace = new Pace(how.perSecond(), System::nanoTime);
        this.total = Math.min(how.limit(), found.due().size());
    }

    RedriveResult run(LetterReader reader) {
        if (total > 0) {
            reader.rewind(partition -> found.due().first(partition));
            reader.each(new Cancelling(observer), this::take);
            write();
        }
        long left = found.due().size() - redriven - notAccepted;
        return new RedriveResult(
                found.matching(), found.before(), redriven, left, refused(), observer.isCancelled() && left > 0);
    }

    /** What is read the second time is no progress worth telling. */
    private record Cancelling(Observer observer) implements Observer {
        @Override
        public boolean isCancelled() {
            return observer.isCancelled();
        }
    }

    private boolean take(ConsumerRecord<byte[], byte[]> record) {
        if (!found.due().contains(record.partition(), record.offset())) {
            return true;
        }
        if (!together.isEmpty() && System.nanoTime() + pace.delay() - since > LONGEST_TOGETHER) {
            write();
        }
        pace.await(observer);
        if (observer.isCancelled()) {
            return false;
        }
        pace.begun();
        add(record);
        return redriven + together.size() < how.limit();
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        DeadLetter letter = DeadLetter.of(record);
        Copy copy = Copy.of(record, letter, targets.of(letter));
        if (together.isEmpty()) {
            since = System.nanoTime();
        }
        together.add(copy);
        bytes += copy.bytes();
        if (together.size() >= MOST_AT_ONCE || bytes >= MOST_BYTES_AT_ONCE) {
            write();
        }
    }

    private void write() {
        redriven += transactions.write(together, (copy, error) -> {
            notAccepted++;
            example = example == null
                    ? copy.letter() + " is not accepted in " + copy.message().topic() + ": " + error.getMessage()
                    : example;
        });
        together.clear();
        bytes = 0;
        observer.redriven(redriven, total);
    }

    private List<Refused> refused() {
        List<Refused> refused = new ArrayList<>(found.refused());
        if (example != null) {
            refused.add(new Refused(Reason.NOT_ACCEPTED, notAccepted, example));
        }
        return refused;
    }
}
