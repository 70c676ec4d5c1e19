package io.racecar.dropwizard;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the keys that a mapping of a YAML file holds more than once, which YAML forbids and Jackson's parser lets pass. */
final class DuplicateKeys {

    private final Map<JsonPointer, Integer> lines = new HashMap<>();
    private final Set<JsonPointer> duplicates = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private DuplicateKeys() {}

    /** One sentence for each; none for what is not YAML at all, which is for the reader of the file to say. */
    static List<String> in(byte[] yaml) throws IOException {
        DuplicateKeys keys = new DuplicateKeys();
        try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    keys.see(
                            parser.getParsingContext().pathAsPointer(),
                            parser.currentTokenLocation().getLineNr());
                }
            }
        } catch (JsonProcessingException e) {
            return List.of();
        }
        return keys.problems;
    }

    private void see(JsonPointer key, int line) {
        Integer first = lines.putIfAbsent(key, line);
        if (first != null && !insideDuplicate(key)) {
            duplicates.add(key);
            problems.add(path(key) + " is given twice, in lines " + first + " and " + line + "; keep one");
        }
    }

    private boolean insideDuplicate(JsonPointer key) {
        for (JsonPointer parent = key.head(); parent != null; parent = parent.head()) {
            if (duplicates.contains(parent)) {
                return true;
            }
        }
        return false;
    }

    private static String path(JsonPointer key) {
        return key.toString().substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
    }
}
