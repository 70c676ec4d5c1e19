package io.racecar.engine.config;

/** True or false, but true only where the JVM has virtual threads: since Java 21 without a preview. */
record VirtualThreadsType(Runtime.Version running) implements ValueType<Boolean> {
    private static final int FIRST_WITH_THEM = 21;
    private static final FlagType FLAG = new FlagType();

    @Override
    public Boolean read(Object given) throws InvalidValueException {
        boolean wanted = FLAG.read(given);
        if (wanted && !supported()) {
            throw new InvalidValueException("run it on Java " + FIRST_WITH_THEM + " or newer, or leave it out");
        }
        return wanted;
    }

    @Override
    public String allowed() {
        return supported() ? FLAG.allowed() : "false on Java " + running + ", which has no virtual threads,";
    }

    @Override
    public String range() {
        return FLAG.range();
    }

    private boolean supported() {
        return running.feature() >= FIRST_WITH_THEM;
    }
}
