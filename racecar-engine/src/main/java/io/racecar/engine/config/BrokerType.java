package io.racecar.engine.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One broker's address; the port is Kafka's usual one where none is given, as in the original. */
record BrokerType() implements ValueType<String> {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[0-9a-zA-Z._-]+)(?::(\\d{1,5}))?");

    @Override
    public String read(Object given) throws InvalidValueException {
        String text = given.toString();
        if (text.contains("://")) {
            throw new InvalidValueException("write it without what ends in ://; securityProtocol says how to connect");
        }
        Matcher matcher = ADDRESS.matcher(text);
        if (!(given instanceof String) || !matcher.matches()) {
            throw new InvalidValueException();
        }
        String port = matcher.group(2) == null ? "9092" : matcher.group(2);
        if (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            throw new InvalidValueException("ports are 1 to 65535");
        }
        return matcher.group(1) + ":" + port;
    }

    @Override
    public String allowed() {
        return "host:port";
    }
}
