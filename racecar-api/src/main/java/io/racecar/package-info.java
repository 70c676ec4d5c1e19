/**
 * What a Kafka consumer written with Racecar compiles against: no Kafka, no Dropwizard.
 *
 * <p>A consumer is one class with one method. Racecar polls, decodes, retries, commits, shuts down and reports:
 *
 * <pre>{@code
 * @SubscribesTo("user_banned")
 * public final class UserBanConsumer implements MessageConsumer<UserBanned> {
 *     private final Users users;
 *
 *     public UserBanConsumer(Users users) { this.users = users; }
 *
 *     @Override
 *     public void process(Message<UserBanned> message, Context context) {
 *         users.ban(message.value().userId());
 *     }
 * }
 * }</pre>
 *
 * <ul>
 *   <li><b>Consuming.</b> {@link io.racecar.MessageConsumer} gets messages one by one, {@link io.racecar.BatchConsumer}
 *       many at once; {@link io.racecar.SubscribesTo} names the topics and where to start in them. A message's value is
 *       {@code byte[]}, {@code String} or any type that can be read from JSON.
 *   <li><b>Producing.</b> A handler produces through its {@link io.racecar.Context}, an application through a {@link
 *       io.racecar.Producer}; both take an {@link io.racecar.OutgoingMessage}.
 *   <li><b>Failing.</b> A handler that throws gets the same message again after a pause, while other partitions go on.
 *       An {@link io.racecar.ErrorHandler} is told of every failure.
 *   <li><b>Watching.</b> A {@link io.racecar.RacecarListener} is told of everything else.
 * </ul>
 *
 * <p>No message is lost: its offset is committed only after it, and everything below it in its partition, was handled,
 * and after everything that was produced meanwhile was acknowledged by a broker. A message may be handled again after a
 * crash, so handlers must tolerate repetition.
 *
 * <p>Nothing here ever prints a message's content: not {@code toString}, not an exception's text.
 */
@NullMarked
package io.racecar;

import org.jspecify.annotations.NullMarked;
