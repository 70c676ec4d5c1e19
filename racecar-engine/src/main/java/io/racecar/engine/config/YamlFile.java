package io.racecar.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file's content as a tree of maps, lists and single values, and what was wrong with reading it. */
record YamlFile(@Nullable Object tree, List<String> problems) {
    static final YamlFile NONE = new YamlFile(null, List.of());

    static YamlFile read(Path file) {
        if (Files.isDirectory(file)) {
            return unreadable(file, "it is a directory");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            YamlText text = YamlText.of(YamlText.bytes(stream));
            return text.unreadable()
                    .map(reason -> unreadable(file, reason))
                    .orElseGet(() -> new YamlFile(text.tree(), text.problems()));
        } catch (NoSuchFileException e) {
            return unreadable(file, "there is no such file");
        } catch (AccessDeniedException e) {
            return unreadable(file, "this process may not read it");
        } catch (IOException e) {
            return unreadable(file, String.valueOf(e.getMessage()));
        }
    }

    private static YamlFile unreadable(Path file, String reason) {
        return new YamlFile(null, List.of("the settings file " + file + " cannot be read: " + reason));
    }

    /** Without the content, which may hold secrets. */
    @Override
    public String toString() {
        return "YamlFile[" + problems.size() + " problems]";
    }
}
