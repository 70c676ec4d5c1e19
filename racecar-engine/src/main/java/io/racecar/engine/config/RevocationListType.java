package io.racecar.engine.config;

import io.racecar.engine.security.RevocationLists;
import io.racecar.engine.security.UnusableFileException;
import java.nio.file.Path;

/** A file with at least one certificate revocation list. */
record RevocationListType() implements ValueType<Path> {
    private static final FileType FILE = new FileType();

    @Override
    public Path read(Object given) throws InvalidValueException {
        Path file = FILE.read(given);
        try {
            new RevocationLists(file).lists();
        } catch (UnusableFileException e) {
            throw new InvalidValueException(e.reason());
        }
        return file;
    }

    @Override
    public String allowed() {
        return "a PEM or DER file with certificate revocation lists";
    }
}
