package io.racecar.engine.config;

import java.nio.file.Path;

/** A PEM file with at least one certificate. */
record CertificateFileType() implements ValueType<Path> {
    private static final FileType FILE = new FileType();

    @Override
    public Path read(Object given) throws InvalidValueException {
        Path file = FILE.read(given);
        new PemFile(file).certificates();
        return file;
    }

    @Override
    public String allowed() {
        return "a PEM file with certificates";
    }
}
