package io.racecar.engine.config;

import java.util.regex.Pattern;

/** Text that matches a pattern as a whole. */
record TextType(Pattern pattern, String allowed) implements ValueType<String> {
    static final TextType ANY =
            matching("[^\\s\\p{Cntrl}]([\\P{Cntrl}\\t]*[^\\s\\p{Cntrl}])?", "text without blanks around it");

    static TextType matching(String regex, String allowed) {
        return new TextType(Pattern.compile(regex), allowed);
    }

    @Override
    public String read(Object given) throws InvalidValueException {
        if (given instanceof Number || given instanceof Boolean) {
            throw new InvalidValueException("put it in quotes");
        }
        if (given instanceof String text && pattern.matcher(text).matches()) {
            return text;
        }
        throw new InvalidValueException();
    }
}
