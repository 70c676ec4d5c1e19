package io.racecar.engine.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tells, without reading them, that files have been written to or replaced. Immutable. */
record FileStamps(Map<Path, Stamp> stamps) {
    private static final Stamp MISSING = new Stamp(FileTime.fromMillis(0), -1, null);

    /** @param key which file it is, where the file system has a way to say so: a replaced one is another */
    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}

    static FileStamps of(Collection<Path> files) {
        Map<Path, Stamp> stamps = new HashMap<>();
        files.forEach(file -> stamps.put(file, stamp(file)));
        return new FileStamps(Map.copyOf(stamps));
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return MISSING;
        }
    }
}
