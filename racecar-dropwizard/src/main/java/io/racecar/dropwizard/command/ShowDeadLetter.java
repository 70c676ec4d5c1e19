package io.racecar.dropwizard.command;

import io.racecar.Headers;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.deadletters.DeadLetter;
import io.racecar.engine.deadletters.DeadLetterTopic;
import io.racecar.engine.deadletters.OpenedLetter;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** {@code racecar dead-letters show}: one of them, with all that is in it. */
final class ShowDeadLetter implements DeadLetterAction {
    private final Console console;

    ShowDeadLetter(Console console) {
        this.console = console;
    }

    @Override
    public String name() {
        return "show";
    }

    @Override
    public String summary() {
        return "Shows a dead letter with its headers and its value";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "racecar dead-letters show config/production.yml orders.dead/0@17",
                "racecar dead-letters show config/production.yml orders.dead/0@17 --json");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description("Shows one dead letter: where it comes from, why it died, its headers, key and value.");
        parser.addArgument("place")
                .metavar("PLACE")
                .type(new Place.Type())
                .help("where it is, as list has it: topic/partition@offset");
        parser.addArgument("--json")
                .action(Arguments.storeTrue())
                .help("print JSON; what is not UTF-8 is in base64, as valueBase64 for one");
    }

    @Override
    public void run(RacecarConfig config, Namespace arguments) throws CommandFailedException {
        Place place = arguments.get("place");
        OpenedLetter opened = DeadLetterTopic.of(config, place.partition().topic())
                .open(place.partition().number(), place.offset())
                .orElseThrow(() -> new CommandFailedException("there is no dead letter at " + place.partition() + "@"
                        + place.offset() + "; racecar dead-letters list says where they are"));
        if (arguments.getBoolean("json")) {
            console.out().println(DeadLetterJson.text(DeadLetterJson.of(opened)));
        } else {
            print(opened);
        }
    }

    private void print(OpenedLetter opened) {
        DeadLetter letter = opened.letter();
        line("dead letter", letter.toString());
        line("given up by", known(letter.consumer()) + ", group " + known(letter.group()));
        line("at", known(letter.time()));
        line("after", letter.attempts() + (letter.attempts() == 1 ? " attempt" : " attempts"));
        line("exception", known(letter.exception()) + ": " + known(letter.message()));
        line("message", known(DeadLetterJson.origin(letter)) + " of " + letter.createTime());
        line("redrives", String.valueOf(letter.redrives()));
        line("put back to", letter.redrivenTo().isEmpty() ? "-" : String.join(", ", letter.redrivenTo()));
        line("key", Printable.line(opened.content().keyBytes()));
        for (Headers.Header it : opened.content().headers()) {
            line("header", it.name() + "=" + Printable.line(it.value()));
        }
        printValue(opened.content().valueBytes());
    }

    /** Others than Racecar may have put it there. */
    private static String known(@Nullable Object fact) {
        return fact == null ? "unknown" : fact.toString();
    }

    private void printValue(byte @Nullable [] value) {
        if (value == null) {
            line("value", "none, a tombstone");
            return;
        }
        line("value", value.length + " bytes" + (Printable.text(value).isEmpty() ? ", in base64:" : ":"));
        console.out().println(Printable.text(value).map(Printable::lines).orElseGet(() -> Printable.base64(value)));
    }

    private void line(String title, String text) {
        console.out().println((title + ":" + " ".repeat(13)).substring(0, 13) + Printable.line(text));
    }
}
