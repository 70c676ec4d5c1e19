package io.racecar.engine.security;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A port that answers whoever says anything with the same bytes, and hangs up. */
final class FakeListener implements AutoCloseable {
    private final ServerSocket port;
    private final byte[] answer;

    FakeListener(byte[] answer) throws IOException {
        this.port = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.answer = answer;
        Thread thread = new Thread(this::serve, "fake-listener");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!port.isClosed()) {
            try (Socket client = port.accept();
                    InputStream request = client.getInputStream()) {
                request.read(new byte[1024]);
                client.getOutputStream().write(answer);
            } catch (IOException e) {
                // the client has gone, or the port is closed
            }
        }
    }

    String address() {
        return "localhost:" + port.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
