package io.racecar.benchmarks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies beside the jar: a directory for each class path.
 *
 * @param directory the jar's
 */
record Installation(Path directory) {

    static Installation ofThisJar() {
        try {
            Path jar = Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new Installation(jar.toAbsolutePath().resolveSibling(""));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of the jar is not a path", e);
        }
    }

    /** For {@code -cp}. */
    String classPath(String peer) throws IOException {
        Path jars = peerDirectory(peer);
        if (!Files.isDirectory(jars)) {
            throw new IOException(jars + " is missing; build it with: mvn -DskipTests package");
        }
        return jars + "/*";
    }

    /** The jars of a class path, without their endings: names and versions. */
    List<String> jars(String peer) throws IOException {
        try (Stream<Path> files = Files.list(peerDirectory(peer))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .map(name -> name.substring(0, name.length() - ".jar".length()))
                    .sorted()
                    .toList();
        }
    }

    Path logs() {
        return directory.resolve("logs");
    }

    private Path peerDirectory(String peer) {
        return directory.resolve("peers").resolve(peer);
    }
}
