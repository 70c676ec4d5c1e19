package io.racecar.dropwizard;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps what system properties such as {@code dw.racecar.clientId} override apart from the file's values. Dropwizard writes
 * them into the file's tree, below variables; they are given on the command line, which is above.
 */
final class PropertyOverrides extends SimpleModule {
    private static final long serialVersionUID = 1L;

    /** Dropwizard's way to name a key: a dot in a name stands behind a backslash, an element's index in brackets. */
    private static final Pattern DOT = Pattern.compile("(?<!\\\\)\\.");

    private static final Pattern ELEMENT = Pattern.compile("(.+)\\[(\\d+)]");

    /** @param prefix of the properties, {@code dw} in most applications */
    PropertyOverrides(String prefix) {
        String withDot = prefix.endsWith(".") ? prefix : prefix + '.';
        setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
                return bean.getBeanClass() == RacecarConfig.class
                        ? new Separating(deserializer, withDot)
                        : deserializer;
            }
        });
    }

    /** Reads the settings of the file, then those of the properties. */
    private static final class Separating extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        private final String prefix;

        Separating(JsonDeserializer<?> delegate, String prefix) {
            super(delegate);
            this.prefix = prefix;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Separating(delegate, prefix);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            List<String> block = segments(parser.getParsingContext().pathAsPointer());
            JsonNode tree = context.readTree(parser);
            Map<String, Object> overrides = new LinkedHashMap<>();
            for (List<String> key : overriddenIn(block)) {
                Optional<Taken> taken = Taken.take(tree, key);
                if (taken.isPresent()) {
                    overrides.put(
                            taken.get().path(),
                            context.readTreeAsValue(taken.get().value(), Object.class));
                }
            }
            try (JsonParser rest = tree.traverse(parser.getCodec())) {
                rest.nextToken();
                RacecarConfig config = (RacecarConfig) super.deserialize(rest, context);
                return overrides.isEmpty() ? config : config.withCommandLine(overrides);
            }
        }

        /** The keys below the block, each as its segments. */
        private List<List<String>> overriddenIn(List<String> block) {
            return System.getProperties().stringPropertyNames().stream()
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .map(name -> segments(name.substring(prefix.length())))
                    .filter(key -> key.size() > block.size()
                            && key.subList(0, block.size()).equals(block))
                    .map(key -> key.subList(block.size(), key.size()))
                    .toList();
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
                    .flatMap(segment -> ELEMENT.matcher(segment)
                            .results()
                            .findFirst()
                            .map(element -> List.of(element.group(1), element.group(2)))
                            .orElse(List.of(segment))
                            .stream())
                    .toList();
        }
    }

    /** A value that a property has put into the tree, by its path there. */
    private record Taken(String path, JsonNode value) {

        /** Takes it out; a list, one of whose elements it is, as a whole. */
        static Optional<Taken> take(JsonNode tree, List<String> key) {
            JsonNode at = tree;
            for (int i = 0; i < key.size() && at instanceof ObjectNode section; i++) {
                String rest = String.join(".", key.subList(i, key.size()));
                String name = section.path(rest).isValueNode() ? rest : key.get(i);
                JsonNode child = section.path(name);
                if (!(child instanceof ObjectNode) || i == key.size() - 1) {
                    section.remove(name);
                    String above = String.join(".", key.subList(0, i));
                    return child.isMissingNode()
                            ? Optional.empty()
                            : Optional.of(new Taken(above.isEmpty() ? name : above + "." + name, child));
                }
                at = child;
            }
            return Optional.empty();
        }
    }
}
