package io.racecar.engine.deadletters;

import java.util.Set;

/** The headers of dead letters (F6), and of what is put back. */
public final class DeadLetterHeaders {
    /** The name of the consumer that gave up. */
    public static final String CONSUMER = "racecar.consumer";

    /** Its group. */
    public static final String GROUP = "racecar.group";

    /** The topic where the message was. */
    public static final String TOPIC = "racecar.topic";

    /** The number of its partition there. */
    public static final String PARTITION = "racecar.partition";

    /** Its offset there. */
    public static final String OFFSET = "racecar.offset";

    /** How often it was tried. */
    public static final String ATTEMPTS = "racecar.attempts";

    /** The class of the last exception. */
    public static final String EXCEPTION = "racecar.exception";

    /** The text of the last exception, at most 1 KiB. */
    public static final String MESSAGE = "racecar.message";

    /** When it was given up, ISO. */
    public static final String TIME = "racecar.time";

    /** Those that say how a message died; a message that is put back has none of them. */
    public static final Set<String> OF_A_DEATH =
            Set.of(CONSUMER, GROUP, TOPIC, PARTITION, OFFSET, ATTEMPTS, EXCEPTION, MESSAGE, TIME);

    /** How often a message was put back; it stays with the message, also if that becomes a dead letter again. */
    public static final String REDRIVES = "racecar.redrives";

    /** Of a record among dead letters that is none itself but says which were put back: the topic that they went to. */
    public static final String REDRIVEN = "racecar.redriven";

    private DeadLetterHeaders() {}
}
