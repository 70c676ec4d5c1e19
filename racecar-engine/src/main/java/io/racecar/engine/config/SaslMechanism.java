package io.racecar.engine.config;

/** How a client proves who it is. */
enum SaslMechanism {
    GSSAPI,
    PLAIN,
    SCRAM_SHA_256,
    SCRAM_SHA_512,
    OAUTHBEARER;

    /** Its name among Kafka's users. */
    String kafkaName() {
        return name().replace('_', '-');
    }

    /** Whether it wants a user name and a password. */
    boolean byPassword() {
        return this == PLAIN || this == SCRAM_SHA_256 || this == SCRAM_SHA_512;
    }
}
