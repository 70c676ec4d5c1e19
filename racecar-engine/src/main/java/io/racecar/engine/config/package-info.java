/** The settings: every key, how it is read, checked and printed, and the Kafka client properties that follow from it. */
@NullMarked
package io.racecar.engine.config;

import org.jspecify.annotations.NullMarked;
