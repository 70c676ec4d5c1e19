package io.racecar.dropwizard.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Where a command reads and writes: results on standard output, errors and progress on standard error. The only place that
 * knows the process's own streams.
 *
 * @param errIsTerminal whether somebody watches standard error
 * @param exit ends the process with a status
 */
record Console(InputStream in, PrintWriter out, PrintWriter err, BooleanSupplier errIsTerminal, IntConsumer exit) {

    static Console ofProcess() {
        return new Console(
                System.in,
                new PrintWriter(new OutputStreamWriter(System.out, Charset.defaultCharset()), true),
                new PrintWriter(new OutputStreamWriter(System.err, Charset.defaultCharset()), true),
                Console::isTerminal,
                System::exit);
    }

    /** The JDK tells only whether standard input and output both are a terminal, and newer ones not even that. */
    private static boolean isTerminal() {
        try {
            return new ProcessBuilder("test", "-t", "2")
                            .redirectError(Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no such program, as on Windows
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
