/** The poll loop that one writes without a framework. */
@NullMarked
package io.racecar.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
