package io.racecar.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDK on this machine.
 *
 * @param home its directory
 * @param version as it says itself
 */
record Jdk(Path home, Runtime.Version version) {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final Pattern RELEASE = Pattern.compile("^JAVA_VERSION=\"([^\"]+)\"$", Pattern.MULTILINE);

    static Jdk running() {
        return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version());
    }

    /** Throws if there is no JDK in that directory. */
    static Jdk at(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin").resolve("java")) || !Files.isReadable(release)) {
            throw new IOException("there is no bin/java, or no file named release, in " + home);
        }
        Matcher version = RELEASE.matcher(Files.readString(release));
        if (!version.find()) {
            throw new IOException(release + " has no JAVA_VERSION");
        }
        return new Jdk(home, Runtime.Version.parse(version.group(1)));
    }

    String java() {
        return home.resolve("bin").resolve("java").toString();
    }

    boolean hasVirtualThreads() {
        return version.feature() >= FIRST_WITH_VIRTUAL_THREADS;
    }
}
