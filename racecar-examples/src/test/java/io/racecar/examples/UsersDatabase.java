package io.racecar.examples;

import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** A database of its own for a test, in memory, with the users that the application starts with. */
final class UsersDatabase implements AutoCloseable {

    private final Handle handle = Jdbi.create("jdbc:h2:mem:" + UUID.randomUUID())
            .installPlugin(new SqlObjectPlugin())
            .open();

    UsersDatabase() {
        users().createTable();
    }

    UserDao users() {
        return handle.attach(UserDao.class);
    }

    @Override
    public void close() {
        handle.close();
    }
}
