/** Confluent Parallel Consumer as a contender. */
@NullMarked
package io.racecar.benchmarks.parallelconsumer;

import org.jspecify.annotations.NullMarked;
