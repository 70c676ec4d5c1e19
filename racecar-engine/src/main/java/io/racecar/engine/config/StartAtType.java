package io.racecar.engine.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

/** The beginning, the end, a point in time, or a duration back from now. */
record StartAtType() implements ValueType<StartAt> {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}.*");
    private static final DurationType BACK =
            DurationType.between(Duration.ofMillis(1), Duration.ofHours(87_600)).withUnit();

    @Override
    public StartAt read(Object given) throws InvalidValueException {
        if (given instanceof StartAt startAt) {
            return startAt;
        }
        if (given instanceof Instant time) {
            return new StartAt.Time(time);
        }
        String text = given.toString().strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "beginning" -> new StartAt.Beginning();
            case "end" -> new StartAt.End();
            default -> DATE.matcher(text).matches() ? time(text) : back(given, text);
        };
    }

    private static StartAt time(String text) throws InvalidValueException {
        try {
            return new StartAt.Time(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new InvalidValueException("write times with their zone, as 2026-11-22T12:00:00Z");
        }
    }

    private static StartAt back(Object given, String text) throws InvalidValueException {
        boolean number = given instanceof Duration || given instanceof Number || text.matches("[-+P\\d].*");
        if (!number) {
            throw new InvalidValueException();
        }
        return new StartAt.Back(BACK.read(given));
    }

    @Override
    public String allowed() {
        return "beginning, end, a time such as 2026-11-22T12:00:00Z, or a duration back such as 24h, up to "
                + BACK.print(BACK.most());
    }

    @Override
    public String range() {
        return "beginning, end, a time, or a duration back: " + BACK.range();
    }

    @Override
    public String print(StartAt value) {
        if (value instanceof StartAt.Time at) {
            return at.time().toString();
        }
        return value instanceof StartAt.Back back
                ? BACK.print(back.age())
                : value instanceof StartAt.End ? "end" : "beginning";
    }
}
