/**
 * Racecar without a framework around it: {@link io.racecar.engine.Racecar} runs consumers and a producer in one process.
 */
@NullMarked
package io.racecar.engine;

import org.jspecify.annotations.NullMarked;
