package io.racecar.dropwizard.command;

/** Numbers of things, for a person to read. */
final class Counted {
    private Counted() {}

    static String letters(long count) {
        return count + (count == 1 ? " dead letter" : " dead letters");
    }
}
