/** Racecar as a contender. */
@NullMarked
package io.racecar.benchmarks.racecar;

import org.jspecify.annotations.NullMarked;
