package io.racecar.dropwizard.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** The lines of standard input, none of which is changed to make it UTF-8. For one thread. */
final class Utf8Lines {
    /** With a byte for each character, so that it is known which line is not UTF-8. */
    private final BufferedReader bytes;

    private long number;

    Utf8Lines(InputStream in) {
        bytes = new BufferedReader(new InputStreamReader(in, ISO_8859_1));
    }

    /**
     * Waits for the next line.
     *
     * @return null after the last
     * @throws CommandFailedException if it cannot be read or is not UTF-8
     */
    @Nullable String next() throws CommandFailedException {
        String line;
        try {
            line = bytes.readLine();
        } catch (IOException e) {
            throw new CommandFailedException("standard input cannot be read: " + e);
        }
        number++;
        return line == null ? null : text(line.getBytes(ISO_8859_1));
    }

    private String text(byte[] line) throws CommandFailedException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
        } catch (CharacterCodingException e) {
            throw new CommandFailedException("line " + number
                    + " of standard input is not UTF-8; convert it, or send what is no text with --file");
        }
    }
}
