/**
 * For the tests of consumers: {@link io.racecar.testing.EmbeddedKafka} runs real brokers in the test's JVM.
 *
 * <p>Belongs in Maven's {@code test} scope: it brings the broker's own jars.
 *
 * <p>Brokers log a lot, as {@code kafka}, {@code state.change.logger} and {@code org.apache.kafka}. Where Logback is the
 * backend, what only brokers write to is set to {@code ERROR}, and what prints the settings of brokers and clients to {@code
 * WARN}, unless the logging configuration sets a level for it; with other backends that is for the configuration to do.
 */
@NullMarked
package io.racecar.testing;

import org.jspecify.annotations.NullMarked;
