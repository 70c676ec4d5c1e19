/**
 * The process's one producer (P1): handlers and the application share its client, each within its own limits.
 *
 * <p>Nothing here waits inside the Kafka client, whose {@code max.block.ms} is 0: what it cannot take at once it
 * refuses, and whoever may wait does so here, where an interrupt or closing ends it.
 */
@NullMarked
package io.racecar.engine.produce;

import org.jspecify.annotations.NullMarked;
