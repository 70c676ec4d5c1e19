package io.racecar.dropwizard.command;

import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** {@code racecar generate}: writes the beginnings of a consumer, or a configuration file. */
final class GenerateCommand implements Subcommand {
    private static final String CONSUMER = "consumer";
    private static final String CONFIG = "config";
    private static final String DEFAULT_CONFIG = "racecar.yml";

    private final Console console;

    GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public String name() {
        return "generate";
    }

    @Override
    public String summary() {
        return "Writes a consumer class or a configuration file to start from";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "racecar generate consumer TapDance",
                "racecar generate consumer TapDance --batch --topic tap_dances --package com.example.dance",
                "racecar generate config config/racecar.yml");
    }

    @Override
    public void configure(ArgumentParser parser) {
        parser.description(
                "Writes a file to start from: TapDanceConsumer.java for \"consumer TapDance\", or a configuration file"
                        + " with what is most often set. Never overwrites a file, unless --force is given. Exit status: 0"
                        + " when it is written, 2 when it is not.");
        parser.addArgument("what").choices(CONSUMER, CONFIG).help("what to write");
        parser.addArgument("name")
                .nargs("?")
                .metavar("NAME")
                .help("the consumer's name, as TapDance or tap-dance; or the configuration's file, default: "
                        + DEFAULT_CONFIG);
        parser.addArgument("--batch")
                .action(Arguments.storeTrue())
                .help("write a consumer that takes messages in batches");
        parser.addArgument("--topic")
                .metavar("T")
                .help("what the consumer subscribes to; default: its name, as tap-dance");
        parser.addArgument("--package").metavar("P").help("the consumer's package; default: the application's");
        parser.addArgument("--directory")
                .metavar("D")
                .setDefault("src/main/java")
                .help("where packages are; default: src/main/java");
        parser.addArgument("--force").action(Arguments.storeTrue()).help("overwrite a file that is there");
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments) throws Exception {
        @Nullable String name = arguments.getString("name");
        boolean force = arguments.getBoolean("force");
        if (arguments.getString("what").equals(CONFIG)) {
            Path file = Path.of(name == null ? DEFAULT_CONFIG : name);
            write(file, Template.read("racecar.yml").text(), force);
            console.out().println("Wrote " + file + "; check it with: check " + file);
        } else if (name == null) {
            throw new UsageException("generate consumer needs a name, as: racecar generate consumer TapDance");
        } else {
            GeneratedConsumer consumer = GeneratedConsumer.of(
                    name,
                    packageName(bootstrap, arguments),
                    arguments.getString("topic"),
                    arguments.getBoolean("batch"));
            Path file = consumer.file(Path.of(arguments.getString("directory")));
            write(file, consumer.source(), force);
            console.out()
                    .println("Wrote " + file + "; register it in Application.run: racecar.consumer("
                            + consumer.className() + ".class)");
        }
    }

    /** The application's, unless that is Racecar's own. */
    private static String packageName(Bootstrap<?> bootstrap, Namespace arguments) {
        @Nullable String given = arguments.getString("package");
        String ofApplication = bootstrap.getApplication().getClass().getPackageName();
        return given != null ? given : ofApplication.equals("io.racecar.dropwizard") ? "" : ofApplication;
    }

    private static void write(Path file, String content, boolean force) throws UsageException {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            if (force) {
                Files.writeString(file, content);
            } else {
                Files.writeString(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(e.getMessage() + " exists already; name another, or overwrite it with --force");
        } catch (IOException e) {
            throw new UsageException(file + " cannot be written: " + e);
        }
    }
}
