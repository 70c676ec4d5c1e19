package io.racecar.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.OutgoingMessage;
import io.racecar.testing.ConsumerTester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserBanConsumerTest {

    private final UsersDatabase database = new UsersDatabase();
    private final UserDao users = database.users();
    private final ConsumerTester<UserBanned> consumer = ConsumerTester.of(new UserBanConsumer(users));

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void bansTheUserOfTheMessage() throws Exception {
        consumer.process(ban(1));

        assertThat(users.find(1)).contains(new User(1, "Ada", true));
        assertThat(users.find(2)).contains(new User(2, "Grace", false));
    }

    @Test
    void aBanThatComesTwiceMakesNoDifference() throws Exception {
        consumer.process(ban(1), ban(1));

        assertThat(users.find(1)).contains(new User(1, "Ada", true));
    }

    @Test
    void aBanOfAnUnknownUserSucceedsOnceTheUserIsThere() throws Exception {
        assertThatThrownBy(() -> consumer.process(ban(42)))
                .isInstanceOf(UnknownUserException.class)
                .hasMessage("there is no user 42");

        users.put(42, "Eve");
        consumer.retry();

        assertThat(users.find(42)).contains(new User(42, "Eve", true));
    }

    private static OutgoingMessage ban(long id) {
        return OutgoingMessage.to("user_banned").json(new UserBanned(id));
    }
}
