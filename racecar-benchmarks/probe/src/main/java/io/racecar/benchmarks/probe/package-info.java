/** What every contender shares: the run it is part of, the work of its handler, and what is measured. */
@NullMarked
package io.racecar.benchmarks.probe;

import org.jspecify.annotations.NullMarked;
