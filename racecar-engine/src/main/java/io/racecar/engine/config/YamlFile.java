package io.racecar.engine.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file's content as a tree of maps, lists and single values, and what was wrong with reading it. */
record YamlFile(@Nullable Object tree, List<String> problems) {
    static final YamlFile NONE = new YamlFile(null, List.of());

    private static final int MOST_BYTES = 1024 * 1024;

    static YamlFile read(Path file) {
        if (Files.isDirectory(file)) {
            return unreadable(file, "it is a directory");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(MOST_BYTES + 1);
            return content.length > MOST_BYTES ? unreadable(file, "it has more than 1 MiB") : parse(file, content);
        } catch (NoSuchFileException e) {
            return unreadable(file, "there is no such file");
        } catch (CharacterCodingException e) {
            return unreadable(file, "it is not text in UTF-8");
        } catch (JsonProcessingException e) {
            return unreadable(file, new YamlError(e).text());
        } catch (IOException e) {
            return unreadable(file, "this process may not read it");
        }
    }

    private static YamlFile unreadable(Path file, String reason) {
        return new YamlFile(null, List.of("the settings file " + file + " cannot be read: " + reason));
    }

    private static YamlFile parse(Path file, byte[] content) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString();
        if (text.indexOf('\0') >= 0) {
            throw new CharacterCodingException();
        }
        List<String> problems = new ArrayList<>();
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            Object tree = parser.nextToken() == null ? null : value(parser, "", problems);
            if (parser.nextToken() != null) {
                problems.add("the settings file " + file + " must be one YAML document but has several");
            }
            return new YamlFile(tree, problems);
        }
    }

    private static @Nullable Object value(YAMLParser parser, String path, List<String> problems) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, path, problems);
            case START_ARRAY -> list(parser, path, problems);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    /** Aliases are not followed, here as in Dropwizard: nothing can grow beyond the file. */
    private static boolean isAlias(YAMLParser parser, String path, List<String> problems) throws IOException {
        if (parser.isCurrentAlias()) {
            problems.add(path + " is a YAML alias, which is not followed; write the value itself");
        }
        return parser.isCurrentAlias();
    }

    private static Map<String, @Nullable Object> mapping(YAMLParser parser, String path, List<String> problems)
            throws IOException {
        Map<String, @Nullable Object> mapping = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String keyPath = path.isEmpty() ? key : path + "." + key;
            int line = parser.currentTokenLocation().getLineNr();
            Integer earlier = lines.putIfAbsent(key, line);
            if (earlier != null) {
                problems.add("%s is given twice, in lines %d and %d; keep one".formatted(keyPath, earlier, line));
            }
            parser.nextToken();
            if (!isAlias(parser, keyPath, problems)) {
                mapping.put(key, value(parser, keyPath, problems));
            }
        }
        return mapping;
    }

    private static List<@Nullable Object> list(YAMLParser parser, String path, List<String> problems)
            throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!isAlias(parser, path, problems)) {
                list.add(value(parser, path, problems));
            }
        }
        return list;
    }

    /** Without the content, which may hold secrets. */
    @Override
    public String toString() {
        return "YamlFile[" + problems.size() + " problems]";
    }
}
