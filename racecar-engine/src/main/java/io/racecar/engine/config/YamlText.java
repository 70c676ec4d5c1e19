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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file's content, read more strictly than Jackson alone does: it takes the last of two values for a key,
 * an alias for text, and the first of several documents, without a word. Immutable; prints nothing of the content, which
 * may hold secrets.
 */
public final class YamlText {
    private static final int MOST_BYTES = 1024 * 1024;

    private final @Nullable Object tree;
    private final @Nullable String unreadable;
    private final boolean malformed;
    private final List<String> problems;

    private YamlText(@Nullable Object tree, List<String> problems) {
        this.tree = tree;
        this.unreadable = null;
        this.malformed = false;
        this.problems = List.copyOf(problems);
    }

    private YamlText(String unreadable, boolean malformed) {
        this.tree = null;
        this.unreadable = unreadable;
        this.malformed = malformed;
        this.problems = List.of();
    }

    /** Reads no more than can be accepted, which is 1 MiB and a byte: enough for {@link #of} to refuse the rest. */
    public static byte[] bytes(InputStream stream) throws IOException {
        return stream.readNBytes(MOST_BYTES + 1);
    }

    /** Reads content that may be anything. */
    public static YamlText of(byte[] content) {
        if (content.length > MOST_BYTES) {
            return new YamlText("it has more than 1 MiB", false);
        }
        try {
            return parse(text(content));
        } catch (CharacterCodingException e) {
            return new YamlText("it is not text in UTF-8", false);
        } catch (JsonProcessingException e) {
            return new YamlText(new YamlError(e).text(), true);
        } catch (IOException e) {
            throw new IllegalStateException("text in memory cannot be read", e);
        }
    }

    /** Why none of it can be used, to stand behind what names the file; empty where it can be read. */
    public Optional<String> unreadable() {
        return Optional.ofNullable(unreadable);
    }

    /** Whether it is text that YAML does not allow, which another format might. */
    public boolean malformed() {
        return malformed;
    }

    /** What is wrong with single keys, each sentence beginning with the key's path. */
    public List<String> problems() {
        return problems;
    }

    /** Whether it has keys, or nothing at all. */
    public boolean isMapping() {
        return tree == null || tree instanceof Map;
    }

    @Nullable Object tree() {
        return tree;
    }

    private static String text(byte[] content) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString();
        if (text.indexOf('\0') >= 0) {
            throw new CharacterCodingException();
        }
        return text;
    }

    private static YamlText parse(String text) throws IOException {
        List<String> problems = new ArrayList<>();
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            Object tree = parser.nextToken() == null ? null : value(parser, "", problems);
            return parser.nextToken() == null
                    ? new YamlText(tree, problems)
                    : new YamlText("it holds several YAML documents; keep one", false);
        }
    }

    private static @Nullable Object value(YAMLParser parser, String path, List<String> problems) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, path, problems);
            case START_ARRAY -> list(parser, path, problems);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    /** What is no number after all, as .nan, is the text that it is. */
    private static Object number(YAMLParser parser) throws IOException {
        try {
            return parser.getNumberValue();
        } catch (JsonProcessingException e) {
            return parser.getText();
        }
    }

    /** Aliases are not followed: nothing can grow beyond the file. */
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
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            String elementPath = path + "[" + index + "]";
            if (!isAlias(parser, elementPath, problems)) {
                list.add(value(parser, elementPath, problems));
            }
        }
        return list;
    }

    @Override
    public String toString() {
        return "YamlText[" + (unreadable == null ? problems.size() + " problems" : unreadable) + "]";
    }
}
