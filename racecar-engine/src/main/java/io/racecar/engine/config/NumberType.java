package io.racecar.engine.config;

/** A whole number within bounds, both included. */
record NumberType(int least, int most) implements ValueType<Integer> {
    static NumberType between(int least, int most) {
        return new NumberType(least, most);
    }

    @Override
    public Integer read(Object given) throws InvalidValueException {
        if (!(given instanceof String) && !(given instanceof Number)) {
            throw new InvalidValueException();
        }
        try {
            int number = Integer.parseInt(given.toString().strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notWhole) {
            throw new InvalidValueException();
        }
        throw new InvalidValueException();
    }

    @Override
    public String allowed() {
        return "a whole number from " + least + " to " + most;
    }

    @Override
    public String range() {
        return least + " to " + most;
    }
}
