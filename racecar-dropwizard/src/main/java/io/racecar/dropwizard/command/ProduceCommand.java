package io.racecar.dropwizard.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.racecar.OutgoingMessage;
import io.racecar.Producer;
import io.racecar.engine.Racecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.MutuallyExclusiveGroup;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** {@code racecar produce}: produces one message, or one for each line of standard input, and says where they are. */
final class ProduceCommand<T extends Configuration> implements Subcommand {
    private static final char UNREADABLE = '\uFFFD';

    private final Application<T> application;
    private final RegisteredConsumers consumers;
    private final Console console;

    ProduceCommand(Application<T> application, RegisteredConsumers consumers, Console console) {
        this.application = application;
        this.consumers = consumers;
        this.console = console;
    }

    @Override
    public String name() {
        return "produce";
    }

    @Override
    public String summary() {
        return "Produces messages from the command line, a file or standard input";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "racecar produce config/development.yml --topic user_banned --key 1 --value '{\"userId\": 1}'",
                "racecar produce config/development.yml --topic images --file picture.png --header type=png",
                "racecar produce config/development.yml --topic pageviews < pageviews.jsonl");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description(
                "Produces one message, or one for each line of standard input, and says where they are. Texts are sent"
                        + " as UTF-8. Exit status: 0 when all is delivered, 1 when something is not, 2 for wrong usage or"
                        + " configuration.");
        parser.addArgument("file").metavar("CONFIG").help("the application's configuration file");
        parser.addArgument("--topic").metavar("T").required(true).help("the topic to produce to");
        parser.addArgument("--key").metavar("K").help("the key of each message; default: none");
        MutuallyExclusiveGroup content = parser.addMutuallyExclusiveGroup();
        content.addArgument("--value").metavar("V").help("the value of one message");
        content.addArgument("--file")
                .dest("value_file")
                .metavar("F")
                .help("a file whose bytes are the value of one message; default: a message for each line of standard"
                        + " input");
        parser.addArgument("--header")
                .metavar("N=V")
                .action(Arguments.append())
                .help("a header of each message; may be repeated");
        parser.addArgument("--partition")
                .metavar("P")
                .type(Integer.class)
                .choices(Arguments.range(0, Integer.MAX_VALUE))
                .help("the partition; default: chosen by the key, or any");
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments) throws Exception {
        OutgoingMessage message = addressed(arguments);
        byte @Nullable [] value = value(arguments);
        new WithConfiguration<>(application, configuration -> {
                    LogOnStandardError.redirect();
                    try (Racecar racecar = Racecar.builder(
                                    consumers.settings(configuration).withoutConsumers())
                            .build()) {
                        if (value == null) {
                            new LineDelivery(console, message).run(racecar.producer());
                        } else {
                            deliver(racecar.producer(), message.value(value));
                        }
                    }
                })
                .run(bootstrap, arguments);
    }

    /** What the JVM makes of bytes that are no text in the locale's encoding would be sent in their place. */
    private static void refuseUnreadable(String argument, @Nullable String value) throws UsageException {
        if (value != null && value.indexOf(UNREADABLE) >= 0) {
            throw new UsageException(argument + " is no text in this locale's encoding; set LC_ALL=C.UTF-8 where it is"
                    + " UTF-8, or send a value with --file");
        }
    }

    private static OutgoingMessage addressed(Namespace arguments) throws UsageException {
        OutgoingMessage message = OutgoingMessage.to(arguments.getString("topic"));
        @Nullable String key = arguments.getString("key");
        refuseUnreadable("--key", key);
        if (key != null) {
            message = message.key(key);
        }
        @Nullable Integer partition = arguments.getInt("partition");
        if (partition != null) {
            message = message.partition(partition);
        }
        @Nullable List<String> headers = arguments.getList("header");
        for (String header : headers == null ? List.<String>of() : headers) {
            refuseUnreadable("--header", header);
            int equals = header.indexOf('=');
            if (equals <= 0) {
                throw new UsageException("--header must be a name, = and a value but was " + header);
            }
            message = message.header(header.substring(0, equals), header.substring(equals + 1));
        }
        return message;
    }

    private static byte @Nullable [] value(Namespace arguments) throws UsageException {
        @Nullable String value = arguments.getString("value");
        refuseUnreadable("--value", value);
        @Nullable String file = arguments.getString("value_file");
        if (file == null) {
            return value == null ? null : value.getBytes(UTF_8);
        }
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new UsageException("--file cannot be read: " + e);
        }
    }

    private void deliver(Producer producer, OutgoingMessage message) {
        console.out().println("Delivered " + Tally.place(producer.deliver(message)));
    }
}
