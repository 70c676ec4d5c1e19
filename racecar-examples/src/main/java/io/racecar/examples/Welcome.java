package io.racecar.examples;

import io.dropwizard.lifecycle.ServerLifecycleListener;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says where to look once the server has started. */
final class Welcome implements ServerLifecycleListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(Welcome.class);

    private final Path archiveDirectory;

    Welcome(Path archiveDirectory) {
        this.archiveDirectory = archiveDirectory;
    }

    @Override
    public void serverStarted(Server server) {
        LOGGER.info(
                """
                Ready. In a second terminal, try

                    curl -X POST http://localhost:{}/users/1/ban     and then     curl http://localhost:{}/users/1

                Consumers' states: http://localhost:{}/healthcheck?pretty=true
                Archived events:   {}
                More to try:       README.md
                """,
                getLocalPort(server),
                getLocalPort(server),
                getAdminPort(server),
                archiveDirectory.toAbsolutePath());
    }
}
