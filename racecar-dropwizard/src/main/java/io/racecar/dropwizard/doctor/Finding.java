package io.racecar.dropwizard.doctor;

/**
 * One thing that was looked at.
 *
 * @param what what it is and how it is
 * @param toDo what to do about it; empty where nothing is to be done
 */
public record Finding(Level level, String what, String toDo) {
    static Finding ok(String what) {
        return new Finding(Level.OK, what, "");
    }

    static Finding warn(String what, String toDo) {
        return new Finding(Level.WARN, what, toDo);
    }

    static Finding fail(String what, String toDo) {
        return new Finding(Level.FAIL, what, toDo);
    }
}
