package io.racecar.dropwizard;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells what system properties such as {@code dw.racecar.clientId} have overridden from what a file holds. Dropwizard writes
 * them into the file's tree, below variables; they are given on the command line, which is above.
 */
final class PropertyOverrides {
    /** Dropwizard's way to name a key: a dot in a name stands behind a backslash, an element's index in brackets. */
    private static final Pattern DOT = Pattern.compile("(?<!\\\\)\\.");

    private static final Pattern ELEMENT = Pattern.compile("(.+)\\[(\\d+)]");

    private final String prefix;

    /** @param prefix of the properties, {@code dw} in most applications */
    PropertyOverrides(String prefix) {
        this.prefix = prefix.endsWith(".") ? prefix : prefix + '.';
    }

    /** Takes them out of the tree of a block, by their paths there; a list, one of whose elements it is, as a whole. */
    Map<String, JsonNode> takeFrom(JsonNode tree, JsonPointer block) {
        List<String> above = segments(block);
        Map<String, JsonNode> taken = new LinkedHashMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .map(name -> segments(name.substring(prefix.length())))
                .filter(key -> key.size() > above.size())
                .filter(key -> key.subList(0, above.size()).equals(above))
                .forEach(key -> take(tree, key.subList(above.size(), key.size()), taken));
        return taken;
    }

    private static void take(JsonNode tree, List<String> key, Map<String, JsonNode> taken) {
        JsonNode at = tree;
        for (int i = 0; i < key.size() && at instanceof ObjectNode section; i++) {
            String rest = String.join(".", key.subList(i, key.size()));
            String name = section.path(rest).isValueNode() ? rest : key.get(i);
            JsonNode child = section.path(name);
            if (!(child instanceof ObjectNode) || i == key.size() - 1) {
                if (!child.isMissingNode()) {
                    section.remove(name);
                    taken.put(String.join(".", append(key.subList(0, i), name)), child);
                }
                return;
            }
            at = child;
        }
    }

    private static List<String> append(List<String> above, String name) {
        return Stream.concat(above.stream(), Stream.of(name)).toList();
    }

    private static List<String> segments(JsonPointer pointer) {
        List<String> segments = new ArrayList<>();
        for (JsonPointer it = pointer; !it.matches(); it = it.tail()) {
            segments.add(it.getMatchingProperty());
        }
        return segments;
    }

    private static List<String> segments(String name) {
        return Arrays.stream(DOT.split(name))
                .map(segment -> segment.strip().replace("\\.", "."))
                .flatMap(PropertyOverrides::withIndex)
                .toList();
    }

    private static Stream<String> withIndex(String segment) {
        Matcher element = ELEMENT.matcher(segment);
        return element.matches() ? Stream.of(element.group(1), element.group(2)) : Stream.of(segment);
    }
}
