package io.racecar.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserDaoTest {

    private final UsersDatabase database = new UsersDatabase();
    private final UserDao users = database.users();

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void creatingTheTableAgainKeepsWhatIsInIt() {
        users.ban(1);

        users.createTable();

        assertThat(users.find(1)).contains(new User(1, "Ada", true));
    }

    @Test
    void renamingAUserKeepsTheBan() {
        users.ban(1);

        users.put(1, "Countess");

        assertThat(users.find(1)).contains(new User(1, "Countess", true));
    }

    @Test
    void banningSaysWhetherThereIsSuchAUser() {
        assertThat(users.ban(1)).isTrue();
        assertThat(users.ban(1)).isTrue();
        assertThat(users.ban(99)).isFalse();
    }
}
