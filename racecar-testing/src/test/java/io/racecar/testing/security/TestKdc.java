package io.racecar.testing.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

/** A Kerberos server in this JVM. The JDK learns of it by a system property, for good. Thread-safe. */
final class TestKdc implements AutoCloseable {
    static final String REALM = "RACECAR.EXAMPLE";

    private final SimpleKdcServer server;
    private final Path directory;

    TestKdc(Path directory) throws KrbException, IOException {
        this.directory = directory;
        server = new SimpleKdcServer();
        server.setWorkDir(directory.toFile());
        server.setKdcRealm(REALM);
        server.setKdcHost("localhost");
        server.setAllowUdp(false);
        server.setKdcTcpPort(freePort());
        server.init();
        server.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    static String principal(String name) {
        return name + "@" + REALM;
    }

    /** Knows a principal from now on; returns its keytab. */
    Path add(String name) {
        try {
            server.createPrincipal(principal(name));
            return keytab(name, "keytab");
        } catch (KrbException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives a principal another key, so that its keytab is of no use any more. */
    void changeKey(String name) {
        try {
            server.getKadmin().changePassword(principal(name), "another");
        } catch (KrbException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path keytab(String name, String suffix) throws KrbException {
        Path file = directory.resolve(name.replace('/', '-') + "." + suffix);
        server.exportPrincipal(principal(name), file.toFile());
        return file;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (KrbException e) {
            throw new IllegalStateException(e);
        }
    }
}
