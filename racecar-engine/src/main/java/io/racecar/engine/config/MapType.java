package io.racecar.engine.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names and values: a YAML mapping, or text of the form {@code a=b,c=d}. Later sources add to and replace single entries,
 * so entries are read one by one and the whole is only ever put together from them.
 */
record MapType(ValueType<String> name, ValueType<String> value, Kind kind) implements ValueType<Map<String, String>> {
    /** What else may be given than names and values. */
    enum Kind {
        PLAIN,
        /** Each may have a variable of its own. */
        PROPERTIES,
        /** The word none, in place of all that is given for all consumers or by weaker sources. */
        OR_NONE
    }

    static MapType of(ValueType<String> name, ValueType<String> value) {
        return new MapType(name, value, Kind.PLAIN);
    }

    static MapType orNone(ValueType<String> name, ValueType<String> value) {
        return new MapType(name, value, Kind.OR_NONE);
    }

    /** Properties of somebody else: each may have a variable of its own, dots written as underscores. */
    static MapType ofProperties() {
        return new MapType(TextType.ANY, new PropertyType(), Kind.PROPERTIES);
    }

    boolean properties() {
        return kind == Kind.PROPERTIES;
    }

    boolean isNone(Object given) {
        return kind == Kind.OR_NONE && OrNoneType.isNone(given);
    }

    Map<String, Object> entries(Object given) throws InvalidValueException {
        Map<String, Object> entries = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> entries.put(String.valueOf(key), entry));
        } else if (given instanceof String text && !text.isBlank()) {
            for (String part : text.split(",", -1)) {
                int equals = part.indexOf('=');
                if (equals < 0) {
                    throw new InvalidValueException("each part between commas needs a =");
                }
                String key = part.substring(0, equals).strip();
                if (entries.put(key, part.substring(equals + 1).strip()) != null) {
                    throw new InvalidValueException(key + " stands there twice");
                }
            }
        } else if (!(given instanceof String)) {
            throw new InvalidValueException();
        }
        return entries;
    }

    @Override
    public Map<String, String> read(Object given) throws InvalidValueException {
        Map<String, String> read = new TreeMap<>();
        for (Map.Entry<String, Object> entry : entries(given).entrySet()) {
            read.put(name.read(entry.getKey()), value.read(entry.getValue()));
        }
        return read;
    }

    @Override
    public String allowed() {
        return (kind == Kind.OR_NONE ? Listing.NONE + ", " : "") + "a mapping, or text of the form a=b,c=d";
    }

    @Override
    public String print(Map<String, String> value) {
        return kind == Kind.OR_NONE && value.isEmpty() ? Listing.NONE : String.valueOf(value);
    }
}
