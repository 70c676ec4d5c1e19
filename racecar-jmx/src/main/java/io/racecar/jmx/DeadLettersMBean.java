package io.racecar.jmx;

import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/**
 * The MBean {@code io.racecar:type=DeadLetters,consumer=order-consumer}: the dead letters of one consumer, where it has a
 * dead-letter topic. Operations read that topic, which may take long, so each begins and returns; only one runs at a time in
 * an application. What cannot begin is an IllegalStateException that says why, wrong arguments are an IllegalArgumentException.
 */
@Description(
        "Dead letters of a consumer: finds them, puts them back, deletes them; one operation at a time, which begins and"
                + " returns")
public interface DeadLettersMBean {
    /** The topic where they are. */
    @Description("Where they are (deadLetter.topic)")
    String getTopic();

    /** Whether an operation of this MBean runs. */
    @Description("Whether an operation runs that was begun here")
    boolean isRunning();

    /** The last one, with its arguments and who asked; null before the first. */
    @Description("What was begun last, and who asked for it")
    @Nullable String getOperation();

    /** How far that is; null before the first. */
    @Description("How far that is")
    @Nullable String getProgress();

    /** What that came to, or why it failed; null while it runs and before the first. */
    @Description("What that came to, or why it failed; empty while it runs")
    @Nullable String getResult();

    /** How many fit at the last {@link #list}; -1 before that. */
    @Description("How many dead letters list has found last; -1 before that")
    long getMatching();

    /** How many of those had been put back; -1 before that. */
    @Description("How many of those had been put back; -1 before that")
    long getRedriven();

    /** The newest of those, without their values; indexed by partition and offset in the dead-letter topic. */
    @Description("The newest of those, without their values")
    TabularData getLetters();

    /** Finds dead letters of this consumer, for {@link #getMatching} and {@link #getLetters}. */
    @Description("Finds dead letters of this consumer: Matching, Redriven and Letters show them")
    void list(
            @Description(DeadLetterQuery.SYNTAX) String filter,
            @Description("How many of them Letters shows, the newest, 1 to 1000") int limit);

    /** Puts dead letters of this consumer back, each once. */
    @Description("Puts dead letters of this consumer back, each once, as racecar dead-letters redrive does")
    void redrive(
            @Description(DeadLetterQuery.SYNTAX) String filter,
            @Description("The topic to put them into; empty for the one where each was") String to,
            @Description("The most per second, such as 100 or 0.5; 0 without a limit") double perSecond,
            @Description("The most of them; 0 without a limit") long limit,
            @Description("true only says what would be put back") boolean dryRun);

    /** Deletes dead letters from the start of each partition, whichever consumer they are of. */
    @Description(
            "Deletes dead letters of all consumers for good, from the start of each partition of the topic to the first"
                    + " that is to stay")
    void purge(
            @Description(
                            "redriven: up to the first that was not put back; all; or a time such as 2026-11-22T12:00:00Z: up to"
                                    + " the first that was given up later")
                    String extent,
            @Description("true only says what would be deleted") boolean dryRun);

    /** Ends the operation that was begun here; what is done stays done. */
    @Description(
            "Ends the operation that runs, soon; what is done stays done, and redrive goes on there when it is begun again")
    void cancel();
}
