/**
 * The consumer loop: one {@link io.racecar.engine.worker.Worker} is one member of a group, with a poll thread that
 * alone touches the Kafka client (L2) and handler threads that run the user's consumer (L1).
 *
 * <p>Records travel as {@link io.racecar.engine.worker.Chunk chunks}, what one poll returned for one partition, from the
 * poll thread to the partition's {@link io.racecar.engine.worker.Lane lane}; a bit per record says what is finished, and
 * the {@link io.racecar.engine.worker.OffsetTracker} reads those bits to know what may be committed.
 */
@NullMarked
package io.racecar.engine.worker;

import org.jspecify.annotations.NullMarked;
