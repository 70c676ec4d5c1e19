package io.racecar.dropwizard.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SIGQUIT, with which a JVM is asked to let others attach, and which ends any process that does not handle it. */
final class QuitSignal {
    private static final Pattern HANDLED = Pattern.compile("(?m)^SigCgt:\\s*([0-9a-f]+)$");

    /** It is signal 3, and signal 1 has the lowest bit. */
    private static final long BIT = 1L << 2;

    private QuitSignal() {}

    /** Whether a process lives on when it gets one; false only where that is certain, which takes a Linux. */
    static boolean isSurvivedBy(long pid) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"), ISO_8859_1);
            Matcher handled = HANDLED.matcher(status);
            return !handled.find() || (Long.parseUnsignedLong(handled.group(1), 16) & BIT) != 0;
        } catch (IOException e) {
            return true; // another system, or the process has ended
        }
    }
}
