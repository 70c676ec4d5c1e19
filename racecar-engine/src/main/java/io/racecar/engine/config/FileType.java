package io.racecar.engine.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file that can be read, or where that is allowed a directory. */
record FileType(boolean directories) implements ValueType<Path> {
    FileType() {
        this(false);
    }

    static FileType orDirectory() {
        return new FileType(true);
    }

    @Override
    public Path read(Object given) throws InvalidValueException {
        if (!(given instanceof Path) && !(given instanceof String)) {
            throw new InvalidValueException();
        }
        try {
            return readable(Path.of(given.toString()));
        } catch (InvalidPathException notAPath) {
            throw new InvalidValueException();
        }
    }

    private Path readable(Path file) throws InvalidValueException {
        if (!Files.exists(file)) {
            throw new InvalidValueException("there is no such file");
        }
        boolean directory = Files.isDirectory(file);
        if (directory && !directories) {
            throw new InvalidValueException("it is a directory");
        }
        if (!directory && !Files.isRegularFile(file)) {
            throw new InvalidValueException("it is no regular file");
        }
        if (!Files.isReadable(file)) {
            throw new InvalidValueException("this process may not read it");
        }
        return file;
    }

    @Override
    public String allowed() {
        return directories ? "a readable file or directory" : "a readable file";
    }
}
