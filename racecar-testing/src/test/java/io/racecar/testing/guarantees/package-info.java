/**
 * What Racecar promises, tried on real brokers while things fail: nothing is lost, each partition is handled in order, what
 * is committed is finished, and only what was not committed is handled again.
 *
 * <p>The promises are the engine's. Their tests stand in this module because it has the brokers and sees the engine; the
 * engine cannot depend on it in turn.
 *
 * <p>A test is given a {@link io.racecar.testing.guarantees.Race}: a topic of its own on the brokers that its class shares
 * ({@link io.racecar.testing.guarantees.SharedBrokers}), numbered messages, and a {@link
 * io.racecar.testing.guarantees.Ledger} of what was handled, which is compared with what the brokers say was committed
 * whenever the test waits.
 */
@NullMarked
package io.racecar.testing.guarantees;

import org.jspecify.annotations.NullMarked;
