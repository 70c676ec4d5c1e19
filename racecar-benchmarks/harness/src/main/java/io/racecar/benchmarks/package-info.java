/** Starts a broker and the contenders, each in a JVM of its own, and reports what they measured. */
@NullMarked
package io.racecar.benchmarks;

import org.jspecify.annotations.NullMarked;
