package io.racecar.benchmarks;

/**
 * Whether a target is met in this run.
 *
 * @param target what must be reached
 * @param reached what was
 * @param state whether that is enough
 */
record Verdict(String target, String reached, State state) {

    /** Whether it is met; not measured if one of the contenders did not run. */
    enum State {
        MET("met"),
        MISSED("MISSED"),
        NOT_MEASURED("not measured");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    String text() {
        return "target " + target + ": " + reached + " " + state.text();
    }
}
