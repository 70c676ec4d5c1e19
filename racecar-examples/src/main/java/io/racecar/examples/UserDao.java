package io.racecar.examples;

import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The table of users. */
@RegisterConstructorMapper(User.class)
public interface UserDao {

    /** Creates the table where it does not exist, and users 1 to 3 in it. */
    @SqlUpdate("""
            CREATE TABLE IF NOT EXISTS users (
              id BIGINT PRIMARY KEY,
              name VARCHAR(100) NOT NULL,
              banned BOOLEAN DEFAULT FALSE NOT NULL
            ) AS VALUES (1, 'Ada', FALSE), (2, 'Grace', FALSE), (3, 'Linus', FALSE)
            """)
    void createTable();

    /**
     * Adds a user, or renames the one of that id.
     *
     * @param id identifies the user
     * @param name what the user is called
     */
    @SqlUpdate("MERGE INTO users (id, name) KEY (id) VALUES (:id, :name)")
    void put(long id, String name);

    /**
     * Bans a user; once or several times makes no difference.
     *
     * @param id identifies the user
     * @return whether there is such a user
     */
    @SqlUpdate("UPDATE users SET banned = TRUE WHERE id = :id")
    boolean ban(long id);

    /**
     * Looks a user up.
     *
     * @param id identifies the user
     * @return the user, or empty if there is none
     */
    @SqlQuery("SELECT id, name, banned FROM users WHERE id = :id")
    Optional<User> find(long id);
}
