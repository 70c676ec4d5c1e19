/** Benchmarks of the engine's inner parts, in its package because only that can see them. */
@NullMarked
package io.racecar.engine.worker;

import org.jspecify.annotations.NullMarked;
