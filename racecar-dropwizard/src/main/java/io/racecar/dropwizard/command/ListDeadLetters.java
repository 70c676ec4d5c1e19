package io.racecar.dropwizard.command;

import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.deadletters.DeadLetter;
import io.racecar.engine.deadletters.DeadLetterFilter;
import io.racecar.engine.deadletters.DeadLetterTopic;
import io.racecar.engine.deadletters.Listing;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** {@code racecar dead-letters list}: which there are, without their values. */
final class ListDeadLetters implements DeadLetterAction {
    private static final int LONGEST_KEY = 40;
    private static final int LONGEST_TEXT = 60;

    private final Console console;

    ListDeadLetters(Console console) {
        this.console = console;
    }

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String summary() {
        return "Lists dead letters, without their values";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "racecar dead-letters list config/production.yml",
                "racecar dead-letters list config/production.yml --consumer order-consumer --since 2h",
                "racecar dead-letters list config/production.yml --exception NoStockException --limit 1000 --json");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description("Counts the dead letters that fit, and lists the newest of them, oldest first.");
        DeadLetterArguments.addTopic(parser);
        DeadLetterArguments.addFilters(parser);
        parser.addArgument("--limit")
                .metavar("N")
                .type(Integer.class)
                .choices(Arguments.range(1, 100_000))
                .setDefault(50)
                .help("how many of each topic are listed, the newest; default: 50");
        parser.addArgument("--json").action(Arguments.storeTrue()).help("print JSON, not tables");
    }

    @Override
    public void run(RacecarConfig config, Namespace arguments) throws UsageException {
        DeadLetterFilter filter = DeadLetterArguments.filter(arguments);
        List<Listing> listings = new ArrayList<>();
        for (DeadLetterTopic topic : DeadLetterArguments.topics(config, arguments)) {
            try (Reading reading = new Reading(console)) {
                listings.add(topic.list(filter, arguments.getInt("limit"), reading));
            }
        }
        if (arguments.getBoolean("json")) {
            List<Map<String, @Nullable Object>> topics =
                    listings.stream().map(DeadLetterJson::of).toList();
            console.out().println(DeadLetterJson.text(Map.of("topics", topics)));
        } else {
            listings.forEach(this::print);
        }
    }

    private void print(Listing listing) {
        int listed = listing.letters().size();
        console.out()
                .println(listing.topic() + ": " + Counted.letters(listing.matching())
                        + (listing.redriven() == 0 ? "" : ", " + listing.redriven() + " of them put back")
                        + (listed == listing.matching() ? "" : "; the newest " + listed));
        if (listed > 0) {
            table(listing.letters()).lines().forEach(console.out()::println);
        }
    }

    private static TextTable table(List<DeadLetter> letters) {
        TextTable table = new TextTable(
                "PLACE",
                "TIME",
                "CONSUMER",
                "FROM",
                "ATTEMPTS",
                "REDRIVES",
                "KEY",
                "EXCEPTION",
                "MESSAGE",
                "PUT BACK TO");
        for (DeadLetter it : letters) {
            String exception = it.exception() == null ? "" : it.exception();
            table.add(
                    it,
                    it.time() == null ? null : it.time().truncatedTo(ChronoUnit.SECONDS),
                    Printable.line(it.consumer()),
                    Printable.line(DeadLetterJson.origin(it)),
                    it.attempts(),
                    it.redrives(),
                    Printable.line(it.key(), LONGEST_KEY),
                    Printable.line(exception.substring(exception.lastIndexOf('.') + 1)),
                    Printable.line(it.message(), LONGEST_TEXT),
                    Printable.line(String.join(", ", it.redrivenTo())));
        }
        return table;
    }
}
