package io.racecar.engine.config;

import java.math.BigDecimal;

/** A number within bounds, both included, with decimals or without. */
record DecimalType(BigDecimal least, BigDecimal most) implements ValueType<Double> {
    static DecimalType between(double least, double most) {
        return new DecimalType(BigDecimal.valueOf(least), BigDecimal.valueOf(most));
    }

    @Override
    public Double read(Object given) throws InvalidValueException {
        if (!(given instanceof String) && !(given instanceof Number)) {
            throw new InvalidValueException();
        }
        try {
            BigDecimal number = new BigDecimal(given.toString().strip());
            if (number.compareTo(least) >= 0 && number.compareTo(most) <= 0) {
                return number.doubleValue();
            }
        } catch (NumberFormatException notANumber) {
            throw new InvalidValueException();
        }
        throw new InvalidValueException();
    }

    @Override
    public String allowed() {
        return "a number from " + plain(least) + " to " + plain(most);
    }

    @Override
    public String range() {
        return plain(least) + " to " + plain(most);
    }

    @Override
    public String print(Double value) {
        return plain(BigDecimal.valueOf(value));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
