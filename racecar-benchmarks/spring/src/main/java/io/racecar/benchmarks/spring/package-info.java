/** Spring Kafka as a contender. */
@NullMarked
package io.racecar.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
