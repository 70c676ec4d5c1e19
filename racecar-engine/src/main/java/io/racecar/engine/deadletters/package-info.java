/**
 * What becomes of dead letters: {@link io.racecar.engine.deadletters.DeadLetterTopic} lists them, shows one, puts them back
 * into topics and deletes them, for commands and for whatever else operators use.
 */
@NullMarked
package io.racecar.engine.deadletters;

import org.jspecify.annotations.NullMarked;
