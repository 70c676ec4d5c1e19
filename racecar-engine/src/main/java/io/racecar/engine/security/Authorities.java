package io.racecar.engine.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The authorities whose certificates are trusted: those in a PEM file, or in the PEM files of a directory, whatever their
 * names, as openssl's users have them. Thread-safe; every call reads the files.
 */
public record Authorities(Path location) {

    /** Their certificates, at least one. */
    public Set<X509Certificate> certificates() throws UnusableFileException {
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        for (Path file : files()) {
            certificates.addAll(certificates(file));
        }
        if (certificates.isEmpty()) {
            throw new UnusableFileException(
                    Files.isDirectory(location)
                            ? "no file in this directory holds a PEM certificate"
                            : "it holds no PEM certificate");
        }
        return certificates;
    }

    private List<X509Certificate> certificates(Path file) throws UnusableFileException {
        try {
            return new PemFile(file).certificatesIfAny();
        } catch (UnusableFileException e) {
            throw file.equals(location) ? e : new UnusableFileException(file.getFileName() + ": " + e.reason(), e);
        }
    }

    /** What is read: the file itself, or the regular files of the directory. */
    List<Path> files() throws UnusableFileException {
        if (!Files.isDirectory(location)) {
            return List.of(location);
        }
        try (Stream<Path> files = Files.list(location)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UnusableFileException("this process may not read the directory", e);
        }
    }
}
