package io.racecar.engine.config;

import org.apache.kafka.common.config.types.Password;

/** A password: kept in an object that does not print it. */
record SecretType() implements ValueType<Password> {
    @Override
    public Password read(Object given) throws InvalidValueException {
        if (given instanceof Password password) {
            return password;
        }
        if (given instanceof String text && !text.isEmpty()) {
            return new Password(text);
        }
        throw new InvalidValueException(given instanceof Number || given instanceof Boolean ? "put it in quotes" : "");
    }

    @Override
    public String allowed() {
        return "text";
    }

    @Override
    public String print(Password value) {
        return Redaction.REDACTED;
    }

    @Override
    public Object kafka(Password value) {
        return value;
    }

    @Override
    public boolean secret() {
        return true;
    }
}
