package io.racecar.engine.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes within bounds, both included, given bare or with a unit. */
record SizeType(long least, long most, boolean minusOne) implements ValueType<Long> {
    static final long KIB = 1024;
    static final long MIB = 1024 * KIB;
    static final long GIB = 1024 * MIB;

    private static final Pattern WITH_UNIT = Pattern.compile("(-?\\d{1,18}(?:\\.\\d{1,9})?)\\s*([A-Za-z]*)");
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L, "b", 1L, "kb", 1000L, "mb", 1_000_000L, "gb", 1_000_000_000L, "kib", KIB, "mib", MIB, "gib", GIB);
    private static final List<String> AMBIGUOUS = List.of("k", "m", "g");

    static SizeType between(long least, long most) {
        return new SizeType(least, most, false);
    }

    /** Accepts -1 as well. */
    SizeType orMinusOne() {
        return new SizeType(least, most, true);
    }

    @Override
    public Long read(Object given) throws InvalidValueException {
        if (!(given instanceof String) && !(given instanceof Number)) {
            throw new InvalidValueException();
        }
        Matcher matcher = WITH_UNIT.matcher(given.toString().strip());
        if (!matcher.matches()) {
            throw new InvalidValueException();
        }
        return bounded(bytes(new BigDecimal(matcher.group(1)), matcher.group(2)));
    }

    private static BigDecimal bytes(BigDecimal number, String unit) throws InvalidValueException {
        String lower = unit.toLowerCase(Locale.ROOT);
        Long factor = UNITS.get(lower);
        if (factor == null) {
            throw new InvalidValueException(
                    AMBIGUOUS.contains(lower)
                            ? "write %siB for powers of 1024 or %sB for powers of 1000"
                                    .formatted(unit.toUpperCase(Locale.ROOT), unit.toUpperCase(Locale.ROOT))
                            : "units are B, kB, MB, GB, KiB, MiB and GiB");
        }
        return number.multiply(BigDecimal.valueOf(factor)).stripTrailingZeros();
    }

    private Long bounded(BigDecimal bytes) throws InvalidValueException {
        boolean unlimited = minusOne && bytes.compareTo(BigDecimal.ONE.negate()) == 0;
        boolean inside = bytes.scale() <= 0
                && bytes.compareTo(BigDecimal.valueOf(least)) >= 0
                && bytes.compareTo(BigDecimal.valueOf(most)) <= 0;
        if (!unlimited && !inside) {
            throw new InvalidValueException();
        }
        return bytes.longValueExact();
    }

    @Override
    public String allowed() {
        String range = "a size from " + print(least) + " to " + print(most) + " such as 512KiB or 64MiB";
        return minusOne ? "-1 or " + range : range;
    }

    @Override
    public String range() {
        return (minusOne ? "-1, " : "") + print(least) + " to " + print(most);
    }

    @Override
    public String print(Long bytes) {
        if (bytes > 0 && bytes % GIB == 0) {
            return bytes / GIB + "GiB";
        }
        if (bytes > 0 && bytes % MIB == 0) {
            return bytes / MIB + "MiB";
        }
        return bytes > 0 && bytes % KIB == 0 ? bytes / KIB + "KiB" : String.valueOf(bytes);
    }

    @Override
    public Object kafka(Long bytes) {
        return String.valueOf(bytes);
    }
}
