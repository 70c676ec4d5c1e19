package io.racecar.engine.config;

/** Where a value comes from; later ones win. */
public enum Source {
    /** Not given anywhere. */
    DEFAULT,
    /** The YAML file. */
    FILE,
    /** A {@code RACECAR_} variable. */
    ENVIRONMENT,
    /** {@link RacecarConfig#withCommandLine}: an option of a command. */
    COMMAND_LINE,
    /** {@link RacecarConfig.Builder#set}. */
    CODE
}
