package io.racecar.engine.deadletters;

/**
 * Dead letters that cannot be put back, all for the same reason. They stay where they are.
 *
 * @param reason why
 * @param letters how many, 1 or more
 * @param example what is wrong with the first of them, naming it, and what to do
 */
public record Refused(Reason reason, long letters, String example) {
    /** Why a dead letter cannot be put back. */
    public enum Reason {
        /** It was put back as often as is allowed, and died each time. */
        TOO_OFTEN,
        /** Its headers do not say where it was. */
        NO_ORIGIN,
        /** Its topic does not exist. */
        NO_SUCH_TOPIC,
        /** Its topic may not be seen with these credentials. */
        NOT_ALLOWED,
        /** Its topic has no such partition. */
        NO_SUCH_PARTITION,
        /** The brokers do not take it: it is too large for the topic, for one. */
        NOT_ACCEPTED
    }
}
