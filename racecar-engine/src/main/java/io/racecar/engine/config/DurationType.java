package io.racecar.engine.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration in whole milliseconds within bounds, both included; a bare number is seconds, as in the original. */
record DurationType(Duration least, Duration most, boolean minusOne, boolean unitNeeded)
        implements ValueType<Duration> {
    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("(-?\\d{1,18}(?:\\.\\d{1,9})?)\\s*([a-z]*)", Pattern.CASE_INSENSITIVE);
    private static final BigDecimal SECOND = BigDecimal.valueOf(1000);
    private static final BigDecimal MINUTE = BigDecimal.valueOf(60_000);
    private static final BigDecimal HOUR = BigDecimal.valueOf(3_600_000);
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("ms", BigDecimal.ONE),
            Map.entry("millisecond", BigDecimal.ONE),
            Map.entry("milliseconds", BigDecimal.ONE),
            Map.entry("s", SECOND),
            Map.entry("second", SECOND),
            Map.entry("seconds", SECOND),
            Map.entry("m", MINUTE),
            Map.entry("min", MINUTE),
            Map.entry("minute", MINUTE),
            Map.entry("minutes", MINUTE),
            Map.entry("h", HOUR),
            Map.entry("hour", HOUR),
            Map.entry("hours", HOUR));

    static DurationType between(Duration least, Duration most) {
        return new DurationType(least, most, false, false);
    }

    /** Accepts -1 as well, read as {@link ConsumerSettings#UNTIL_RESUMED}. */
    DurationType orMinusOne() {
        return new DurationType(least, most, true, unitNeeded);
    }

    /** Refuses bare numbers, where the original's were not seconds. */
    DurationType withUnit() {
        return new DurationType(least, most, minusOne, true);
    }

    @Override
    public Duration read(Object given) throws InvalidValueException {
        if (given instanceof Duration duration) {
            return bounded(BigDecimal.valueOf(duration.toNanos(), 6), "");
        }
        if (!(given instanceof String) && !(given instanceof Number)) {
            throw new InvalidValueException();
        }
        String text = given.toString().strip();
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            return iso(text);
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        return matcher.group(2).isEmpty() ? bare(number) : withUnit(number, matcher.group(2));
    }

    private Duration bare(BigDecimal number) throws InvalidValueException {
        if (number.compareTo(BigDecimal.ONE.negate()) == 0) {
            if (minusOne) {
                return ConsumerSettings.UNTIL_RESUMED;
            }
            throw new InvalidValueException("only pauseTimeout may be -1");
        }
        if (unitNeeded) {
            throw new InvalidValueException("write the unit: %sms or %ss".formatted(number, number));
        }
        return bounded(
                number.multiply(SECOND),
                inside(number) ? "bare numbers are seconds; did you mean " + number + "ms?" : "");
    }

    private Duration withUnit(BigDecimal number, String unit) throws InvalidValueException {
        BigDecimal milliseconds = UNITS.get(unit.toLowerCase(Locale.ROOT));
        if (milliseconds == null) {
            throw new InvalidValueException("units are ms, s, m and h");
        }
        return bounded(number.multiply(milliseconds), "");
    }

    private Duration iso(String text) throws InvalidValueException {
        try {
            return read(Duration.parse(text));
        } catch (DateTimeParseException | ArithmeticException notIso) {
            throw new InvalidValueException();
        }
    }

    private Duration bounded(BigDecimal milliseconds, String hint) throws InvalidValueException {
        if (!inside(milliseconds)) {
            throw new InvalidValueException(hint);
        }
        return Duration.ofMillis(milliseconds.longValueExact());
    }

    private boolean inside(BigDecimal milliseconds) {
        return milliseconds.stripTrailingZeros().scale() <= 0
                && milliseconds.compareTo(BigDecimal.valueOf(least.toMillis())) >= 0
                && milliseconds.compareTo(BigDecimal.valueOf(most.toMillis())) <= 0;
    }

    @Override
    public String allowed() {
        String range = "a duration from " + print(least) + " to " + print(most) + " such as 500ms";
        return minusOne ? "-1 (until resumed) or " + range : range;
    }

    @Override
    public String range() {
        return (minusOne ? "-1, " : "") + print(least) + " to " + print(most);
    }

    @Override
    public String print(Duration value) {
        long milliseconds = value.toMillis();
        if (value.isNegative()) {
            return "-1";
        }
        if (milliseconds % 1000 != 0) {
            return milliseconds + "ms";
        }
        if (milliseconds == 0 || milliseconds % 60_000 != 0) {
            return milliseconds / 1000 + "s";
        }
        return milliseconds % 3_600_000 == 0 ? milliseconds / 3_600_000 + "h" : milliseconds / 60_000 + "m";
    }

    @Override
    public Object kafka(Duration value) {
        return String.valueOf(value.toMillis());
    }
}
