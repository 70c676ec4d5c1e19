/**
 * MBeans to look at a Racecar and to steer it, from JConsole for instance: {@link io.racecar.jmx.RacecarJmx} registers them.
 */
@NullMarked
package io.racecar.jmx;

import org.jspecify.annotations.NullMarked;
