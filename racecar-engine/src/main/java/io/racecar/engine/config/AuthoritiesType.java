package io.racecar.engine.config;

import io.racecar.engine.security.Authorities;
import io.racecar.engine.security.UnusableFileException;
import java.nio.file.Path;

/** A PEM file with at least one certificate, or a directory of such files. */
record AuthoritiesType() implements ValueType<Path> {
    private static final FileType FILE_OR_DIRECTORY = FileType.orDirectory();

    @Override
    public Path read(Object given) throws InvalidValueException {
        Path location = FILE_OR_DIRECTORY.read(given);
        try {
            new Authorities(location).certificates();
        } catch (UnusableFileException e) {
            throw new InvalidValueException(e.reason());
        }
        return location;
    }

    @Override
    public String allowed() {
        return "a PEM file with certificates or a directory of them";
    }
}
