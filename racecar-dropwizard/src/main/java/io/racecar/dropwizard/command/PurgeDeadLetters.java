package io.racecar.dropwizard.command;

import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.deadletters.DeadLetterTopic;
import io.racecar.engine.deadletters.Purge;
import io.racecar.engine.deadletters.PurgePlan;
import java.time.Instant;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.MutuallyExclusiveGroup;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** {@code racecar dead-letters purge}: deletes them, from the start of each partition on. */
final class PurgeDeadLetters implements DeadLetterAction {
    private static final List<String> FILTERS =
            List.of("--consumer", "--topic", "--partition", "--exception", "--key", "--since", "--until");

    private final Console console;

    PurgeDeadLetters(Console console) {
        this.console = console;
    }

    @Override
    public String name() {
        return "purge";
    }

    @Override
    public String summary() {
        return "Deletes dead letters for good, from the oldest on";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "racecar dead-letters purge config/production.yml --redriven",
                "racecar dead-letters purge config/production.yml --before 30d --dry-run",
                "racecar dead-letters purge config/production.yml --before-offset orders.dead/0@17 --yes");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description("Deletes dead letters for good. Kafka deletes only from the start of a partition, so each"
                + " partition is emptied up to the first dead letter that is to stay, and there are no filters. Says what"
                + " it deletes and asks before, on a terminal. Exit status: 0 when it is done, 1 when it failed or was"
                + " not wanted, 2 for wrong usage or configuration.");
        DeadLetterArguments.addTopic(parser);
        MutuallyExclusiveGroup extent =
                parser.addMutuallyExclusiveGroup("extent").required(true);
        extent.addArgument("--redriven")
                .action(Arguments.storeTrue())
                .help("what was put back, up to the first that was not");
        extent.addArgument("--before")
                .metavar("TIME")
                .type(new MomentArgument())
                .help("what was given up before that time, as 2026-11-22T16:00:00Z, or 30d for 30 days ago; up to the"
                        + " first that is newer");
        extent.addArgument("--before-offset")
                .metavar("PLACE")
                .type(new Place.Type())
                .help("what is before that offset in its partition, as orders.dead/0@17");
        extent.addArgument("--all").action(Arguments.storeTrue()).help("everything that is there now");
        parser.addArgument("--dry-run").action(Arguments.storeTrue()).help("say what would be deleted, delete nothing");
        parser.addArgument("--yes").action(Arguments.storeTrue()).help("do not ask");
        FILTERS.forEach(it -> parser.addArgument(it).help(Arguments.SUPPRESS));
    }

    @Override
    public void check(Namespace arguments) throws UsageException {
        List<String> filters = DeadLetterArguments.given(arguments);
        if (!filters.isEmpty()) {
            throw new UsageException("purge takes no " + filters.get(0) + ": Kafka deletes only from the start of a"
                    + " partition, so others would go too; say how far with --redriven, --before, --before-offset or"
                    + " --all");
        }
        if (!arguments.getBoolean("yes")
                && !arguments.getBoolean("dry_run")
                && !console.errIsTerminal().getAsBoolean()) {
            throw new UsageException(
                    "purge deletes for good, and nobody can be asked here; look at it with --dry-run, then add --yes");
        }
    }

    @Override
    public void run(RacecarConfig config, Namespace arguments) throws UsageException, CommandFailedException {
        @Nullable Place place = arguments.get("before_offset");
        List<DeadLetterTopic> topics = place == null
                ? DeadLetterArguments.topics(config, arguments)
                : List.of(DeadLetterTopic.of(config, place.partition().topic()));
        Purge purge = purge(arguments, place);
        for (DeadLetterTopic topic : topics) {
            purge(topic, purge, arguments);
        }
    }

    private static Purge purge(Namespace arguments, @Nullable Place place) {
        @Nullable Instant before = arguments.get("before");
        if (place != null) {
            return new Purge.BeforeOffset(place.partition(), place.offset());
        }
        if (before != null) {
            return new Purge.Before(before);
        }
        return arguments.getBoolean("all") ? new Purge.All() : new Purge.Redriven();
    }

    private void purge(DeadLetterTopic topic, Purge purge, Namespace arguments) throws CommandFailedException {
        PurgePlan plan;
        try (Reading reading = new Reading(console)) {
            plan = topic.plan(purge, reading);
        }
        if (plan.ranges().isEmpty()) {
            console.out().println("Nothing to delete in " + topic.name());
            return;
        }
        boolean dry = arguments.getBoolean("dry_run");
        if (!dry && !arguments.getBoolean("yes")) {
            confirm(plan);
        }
        if (!dry) {
            topic.purge(plan);
        }
        console.out().println((dry ? "Would delete " : "Deleted ") + summary(plan));
        plan.ranges()
                .forEach(it -> console.out()
                        .println("  " + it.partition() + ": " + Counted.letters(it.letters()) + ", before offset "
                                + it.end()));
    }

    private void confirm(PurgePlan plan) throws CommandFailedException {
        console.err().print("Delete " + summary(plan) + " for good? [y/N] ");
        console.err().flush();
        @Nullable String answer = new Utf8Lines(console.in()).next();
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw new CommandFailedException("Nothing was deleted");
        }
    }

    private static String summary(PurgePlan plan) {
        return Counted.letters(plan.letters()) + " of " + plan.topic()
                + (plan.waiting() == 0 ? "" : ", " + plan.waiting() + " of them never put back");
    }
}
