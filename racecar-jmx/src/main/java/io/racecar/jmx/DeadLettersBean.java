package io.racecar.jmx;

import io.racecar.engine.deadletters.DeadLetterFilter;
import io.racecar.engine.deadletters.DeadLetterTopic;
import io.racecar.engine.deadletters.Listing;
import io.racecar.engine.deadletters.Observer;
import io.racecar.engine.deadletters.Purge;
import io.racecar.engine.deadletters.PurgePlan;
import io.racecar.engine.deadletters.Redrive;
import io.racecar.engine.deadletters.RedriveResult;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/** Answers for {@link DeadLettersMBean}. Thread-safe. */
final class DeadLettersBean implements DeadLettersMBean {
    private static final int MOST_LETTERS = 1000;
    private static final String CANCELLED = "cancelled";

    private final String consumer;
    private final DeadLetterTopic topic;
    private final Background background;
    private volatile @Nullable BackgroundJob last;
    private volatile @Nullable Listing found;

    /** @param background does one thing at a time for all of these */
    DeadLettersBean(String consumer, DeadLetterTopic topic, Background background) {
        this.consumer = consumer;
        this.topic = topic;
        this.background = background;
    }

    @Override
    public String getTopic() {
        return topic.name();
    }

    @Override
    public boolean isRunning() {
        BackgroundJob job = last;
        return job != null && job.result() == null;
    }

    @Override
    public @Nullable String getOperation() {
        BackgroundJob job = last;
        return job == null ? null : job.title();
    }

    @Override
    public @Nullable String getProgress() {
        BackgroundJob job = last;
        return job == null ? null : job.progress();
    }

    @Override
    public @Nullable String getResult() {
        BackgroundJob job = last;
        return job == null ? null : job.result();
    }

    @Override
    public long getMatching() {
        Listing listing = found;
        return listing == null ? -1 : listing.matching();
    }

    @Override
    public long getRedriven() {
        Listing listing = found;
        return listing == null ? -1 : listing.redriven();
    }

    @Override
    public TabularData getLetters() {
        Listing listing = found;
        return LettersTable.of(listing == null ? List.of() : listing.letters());
    }

    @Override
    public void list(String filter, int limit) {
        DeadLetterFilter which = DeadLetterQuery.of(consumer, filter);
        if (limit < 1 || limit > MOST_LETTERS) {
            throw new IllegalArgumentException("limit must be 1 to " + MOST_LETTERS + " but was " + limit);
        }
        begin("list " + filter, observer -> {
            Listing listing = topic.list(which, limit, observer);
            if (observer.isCancelled()) {
                return CANCELLED;
            }
            found = listing;
            return listing.matching() + " dead letters, " + listing.redriven() + " of them put back";
        });
    }

    @Override
    public void redrive(String filter, String to, double perSecond, long limit, boolean dryRun) {
        DeadLetterFilter which = DeadLetterQuery.of(consumer, filter);
        Redrive how = Redrive.STANDARD
                .into(to.isBlank() ? null : to.strip())
                .perSecond(perSecond == 0 ? Double.POSITIVE_INFINITY : perSecond)
                .limitedTo(limit == 0 ? Long.MAX_VALUE : limit);
        if (topic.name().equals(how.to())) {
            throw new IllegalArgumentException("to must be another topic than that of the dead letters but was " + to);
        }
        String into = how.to() == null ? "" : " into " + how.to();
        begin((dryRun ? "dry run of redrive " : "redrive ") + filter + into, observer -> {
            RedriveResult result = dryRun ? topic.plan(which, how, observer) : topic.redrive(which, how, observer);
            return said(result, dryRun ? Math.min(how.limit(), result.left()) : -1);
        });
    }

    /** @param due how many would be put back; -1 if that was done */
    private static String said(RedriveResult result, long due) {
        String done = due < 0 ? "put back " + result.redriven() : "would put back " + due;
        String refused = result.refused().stream()
                .map(it -> "; " + it.letters() + " refused: " + it.example())
                .collect(Collectors.joining());
        return (result.cancelled() ? CANCELLED + "; " : "") + done + " of " + result.matching() + " dead letters; "
                + result.before() + " earlier; " + (due < 0 ? result.left() : result.left() - due) + " are left"
                + refused;
    }

    @Override
    public void purge(String extent, boolean dryRun) {
        Purge wanted = extent(extent.strip());
        begin((dryRun ? "dry run of purge " : "purge ") + extent, observer -> {
            PurgePlan plan = topic.plan(wanted, observer);
            if (observer.isCancelled()) {
                return CANCELLED;
            }
            if (!dryRun && !plan.ranges().isEmpty()) {
                topic.purge(plan);
            }
            return (dryRun ? "would delete " : "deleted ") + plan.letters() + " dead letters, " + plan.waiting()
                    + " of them never put back";
        });
    }

    private static Purge extent(String text) {
        return switch (text) {
            case "redriven" -> new Purge.Redriven();
            case "all" -> new Purge.All();
            default -> new Purge.Before(DeadLetterQuery.time("extent, if it is neither redriven nor all,", text));
        };
    }

    @Override
    public void cancel() {
        BackgroundJob job = last;
        if (job == null || job.result() != null) {
            throw new IllegalStateException("nothing runs that was begun here");
        }
        job.cancel();
    }

    private void begin(String what, Function<Observer, String> work) {
        String title = consumer + ": " + what.strip() + " in " + topic.name() + ", as " + Caller.name() + " asked";
        BackgroundJob job = new BackgroundJob(OneLine.of(title), work);
        background.begin(job);
        last = job;
    }
}
