package io.racecar.dropwizard.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The text of a file to generate, with places to fill. */
record Template(String text) {

    /** Reads one that stands beside this class. */
    static Template read(String name) {
        try (InputStream input = Template.class.getResourceAsStream(name)) {
            return new Template(new String(Objects.requireNonNull(input, name).readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with a place, which is a word in double braces, filled wherever it stands. */
    Template with(String place, String value) {
        return new Template(text.replace("{{" + place + "}}", value));
    }
}
