/** The broker of a run, in a JVM of its own. */
@NullMarked
package io.racecar.benchmarks.broker;

import org.jspecify.annotations.NullMarked;
