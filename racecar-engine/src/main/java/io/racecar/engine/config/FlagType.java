package io.racecar.engine.config;

/** True or false. */
record FlagType() implements ValueType<Boolean> {
    @Override
    public Boolean read(Object given) throws InvalidValueException {
        if (given instanceof Boolean flag) {
            return flag;
        }
        if (given instanceof String text && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
            return text.equalsIgnoreCase("true");
        }
        throw new InvalidValueException();
    }

    @Override
    public String allowed() {
        return "true or false";
    }

    @Override
    public String range() {
        return "true, false";
    }
}
