package io.racecar.engine.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a file is or will be; it need not exist when settings are read. */
record PathType() implements ValueType<Path> {
    @Override
    public Path read(Object given) throws InvalidValueException {
        if (!(given instanceof Path) && !(given instanceof String)) {
            throw new InvalidValueException();
        }
        String text = given.toString();
        if (text.contains("://")) {
            throw new InvalidValueException("write it without what ends in ://");
        }
        try {
            return noDirectory(Path.of(text));
        } catch (InvalidPathException notAPath) {
            throw new InvalidValueException();
        }
    }

    private static Path noDirectory(Path path) throws InvalidValueException {
        if (Files.isDirectory(path)) {
            throw new InvalidValueException("it is a directory");
        }
        return path;
    }

    @Override
    public String allowed() {
        return "the path of a file";
    }
}
