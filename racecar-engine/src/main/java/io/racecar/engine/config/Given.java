package io.racecar.engine.config;

import org.jspecify.annotations.Nullable;

/** A value and where it comes from; no value where it could not be read, which is a problem already noted. */
record Given(@Nullable Object value, Origin origin) {
    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return "Given[" + origin + "]";
    }

    /** A source, and the variable where it is the environment. */
    record Origin(Source source, @Nullable String variable) {
        static final Origin FILE = new Origin(Source.FILE, null);
        static final Origin COMMAND_LINE = new Origin(Source.COMMAND_LINE, null);
        static final Origin CODE = new Origin(Source.CODE, null);

        static Origin variable(String name) {
            return new Origin(Source.ENVIRONMENT, name);
        }

        /** A path as problems name it: with the variable that has to be changed. */
        String naming(String path) {
            return variable == null ? path : path + " (" + variable + ")";
        }
    }
}
