package io.racecar.engine.config;

import io.racecar.engine.security.PemFile;
import io.racecar.engine.security.UnusableFileException;
import java.nio.file.Path;

/** A PEM file with at least one certificate. */
record CertificateFileType() implements ValueType<Path> {
    private static final FileType FILE = new FileType();

    @Override
    public Path read(Object given) throws InvalidValueException {
        Path file = FILE.read(given);
        try {
            new PemFile(file).certificates();
        } catch (UnusableFileException e) {
            throw new InvalidValueException(e.reason());
        }
        return file;
    }

    @Override
    public String allowed() {
        return "a PEM file with certificates";
    }
}
