package io.racecar.dropwizard.command;

import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.deadletters.DeadLetterFilter;
import io.racecar.engine.deadletters.DeadLetterTopic;
import io.racecar.engine.deadletters.Observer;
import io.racecar.engine.deadletters.Redrive;
import io.racecar.engine.deadletters.Redrive.Placement;
import io.racecar.engine.deadletters.RedriveResult;
import io.racecar.engine.deadletters.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** {@code racecar dead-letters redrive}: puts them back where they were, or elsewhere. */
final class RedriveDeadLetters implements DeadLetterAction {
    private final Console console;

    RedriveDeadLetters(Console console) {
        this.console = console;
    }

    @Override
    public String name() {
        return "redrive";
    }

    @Override
    public String summary() {
        return "Puts dead letters back into their topics, or into another";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "racecar dead-letters redrive config/production.yml --dry-run",
                "racecar dead-letters redrive config/production.yml --consumer order-consumer --rate 100",
                "racecar dead-letters redrive config/production.yml --exception NoStockException --to orders.again");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description("Puts dead letters back into the topics where they were, each once: what was put back is"
                + " recorded along with it, so after an interruption of any kind the same command goes on where it"
                + " stopped. Exit status: 0 when all that fit are put back, 1 when some were refused or something failed,"
                + " 2 for wrong usage or configuration.");
        DeadLetterArguments.addTopic(parser);
        DeadLetterArguments.addFilters(parser);
        parser.addArgument("--to").metavar("T").help("the topic to put them into; default: the one where each was");
        parser.addArgument("--place")
                .metavar("HOW")
                .choices("as-before", "same-number", "by-key")
                .setDefault("as-before")
                .help(
                        "the partition: as-before is the one it had, in the topic where it was and in those with as many,"
                                + " and by its key elsewhere; same-number refuses what has none of its number; default: as-before");
        parser.addArgument("--max-redrives")
                .metavar("N")
                .type(Integer.class)
                .choices(Arguments.range(1, 1_000_000))
                .setDefault(3)
                .help("refuse what was put back so often already and died again; default: 3");
        parser.addArgument("--rate")
                .metavar("N")
                .type(Double.class)
                .help("the most per second, as 100 or 0.5; default: as fast as it goes");
        parser.addArgument("--limit")
                .metavar("N")
                .type(Long.class)
                .choices(Arguments.range(1L, Long.MAX_VALUE))
                .setDefault(Long.MAX_VALUE)
                .help("the most of them; default: all");
        parser.addArgument("--again")
                .metavar("TIME")
                .nargs("?")
                .type(new MomentArgument())
                .setConst(Instant.MAX)
                .help("also those put back before that time; without a time, before now");
        parser.addArgument("--dry-run")
                .action(Arguments.storeTrue())
                .help("say what would be put back, and change nothing");
    }

    @Override
    public void check(Namespace arguments) throws UsageException {
        @Nullable Double rate = arguments.getDouble("rate");
        if (rate != null && !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new UsageException("--rate must be above 0 but was " + rate + "; leave it out for no limit");
        }
    }

    @Override
    public void run(RacecarConfig config, Namespace arguments) throws UsageException, CommandFailedException {
        Redrive how = how(arguments);
        List<DeadLetterTopic> topics = DeadLetterArguments.topics(config, arguments);
        if (topics.stream().anyMatch(it -> it.name().equals(how.to()))) {
            throw new UsageException(
                    "--to must be another topic than the one where dead letters are but was " + how.to());
        }
        DeadLetterFilter filter = DeadLetterArguments.filter(arguments);
        List<String> refused =
                arguments.getBoolean("dry_run") ? plan(topics, filter, how) : redrive(topics, filter, how);
        if (!refused.isEmpty()) {
            throw new CommandFailedException(String.join(System.lineSeparator(), refused));
        }
    }

    private static Redrive how(Namespace arguments) {
        @Nullable Double rate = arguments.getDouble("rate");
        @Nullable Instant again = arguments.get("again");
        String place = arguments.getString("place");
        return Redrive.STANDARD
                .into(arguments.getString("to"))
                .placed(Placement.valueOf(place.replace('-', '_').toUpperCase(Locale.ROOT)))
                .atMost(arguments.getInt("max_redrives"))
                .perSecond(rate == null ? Double.POSITIVE_INFINITY : rate)
                .limitedTo(arguments.getLong("limit"))
                .againIfBefore(Instant.MAX.equals(again) ? Instant.now() : again);
    }

    private List<String> plan(List<DeadLetterTopic> topics, DeadLetterFilter filter, Redrive how) {
        long limit = how.limit();
        for (DeadLetterTopic topic : topics) {
            RedriveResult result;
            try (Reading reading = new Reading(console)) {
                result = topic.plan(filter, how, reading);
            }
            long due = Math.min(limit, result.left());
            limit -= due;
            console.out()
                    .println("Would put back " + due + " of " + Counted.letters(result.matching()) + " of "
                            + topic.name() + rest(result, 0));
            refusals(topic, result).forEach(console.out()::println);
        }
        return List.of();
    }

    private List<String> redrive(List<DeadLetterTopic> topics, DeadLetterFilter filter, Redrive how) {
        List<String> refused = new ArrayList<>();
        try (Interruption interruption = new Interruption(console)) {
            long limit = how.limit();
            for (DeadLetterTopic topic : topics) {
                if (limit == 0 || interruption.isRequested()) {
                    break;
                }
                RedriveResult result = redrive(topic, filter, how.limitedTo(limit), interruption);
                limit -= result.redriven();
                refused.addAll(refusals(topic, result));
            }
            interruption.end();
        }
        return refused;
    }

    private RedriveResult redrive(
            DeadLetterTopic topic, DeadLetterFilter filter, Redrive how, Interruption interruption) {
        RedriveResult result;
        try (Reading reading = new Reading(console)) {
            result = topic.redrive(filter, how, new Cancellable(reading, interruption));
        }
        console.out()
                .println("Put back " + result.redriven() + " of " + Counted.letters(result.matching()) + " of "
                        + topic.name() + rest(result, result.left()));
        if (result.cancelled()) {
            console.out()
                    .println("The same command goes on from here"
                            + (how.again() == null ? "" : " with --again " + how.again()));
        }
        return result;
    }

    private record Cancellable(Observer shown, Interruption interruption) implements Observer {
        @Override
        public void read(long offsets, long total) {
            shown.read(offsets, total);
        }

        @Override
        public void redriven(long letters, long total) {
            shown.redriven(letters, total);
        }

        @Override
        public boolean isCancelled() {
            return interruption.isRequested();
        }
    }

    private static String rest(RedriveResult result, long left) {
        return (result.before() == 0 ? "" : "; " + result.before() + " earlier")
                + (left == 0 ? "" : "; " + left + " are left");
    }

    private static List<String> refusals(DeadLetterTopic topic, RedriveResult result) {
        return result.refused().stream()
                .map(it -> "Refused " + Counted.letters(it.letters()) + " of " + topic.name() + ": " + reason(it))
                .toList();
    }

    private static String reason(Refused refused) {
        return (refused.letters() == 1 ? "" : "for one, ") + Printable.line(refused.example());
    }
}
