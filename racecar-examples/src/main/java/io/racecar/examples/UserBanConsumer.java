package io.racecar.examples;

import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.SubscribesTo;
import java.util.Objects;

/**
 * Marks banned users in the database.
 *
 * <p>A message may come twice, after a crash for instance: banning is written so that this makes no difference. A ban of a
 * user who is not there fails; its partition pauses and it is tried again, longer and longer apart, until the user exists,
 * while the other partitions go on.
 */
@SubscribesTo(UserBanned.TOPIC)
public final class UserBanConsumer implements MessageConsumer<UserBanned> {

    private final UserDao users;

    UserBanConsumer(UserDao users) {
        this.users = users;
    }

    @Override
    public void process(Message<UserBanned> message, Context context) {
        UserBanned ban = Objects.requireNonNull(message.value(), "a ban is never a tombstone");
        if (!users.ban(ban.userId())) {
            throw new UnknownUserException(ban.userId());
        }
    }
}
