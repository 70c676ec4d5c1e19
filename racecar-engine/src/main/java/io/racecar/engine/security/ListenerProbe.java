package io.racecar.engine.security;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Finds out what a broker's listener understands, by what it answers to a greeting: brokers hang up without a word on what
 * they do not understand. Nothing secret is sent.
 *
 * @param longest how long to wait for a connection, and then for an answer
 */
record ListenerProbe(InetSocketAddress address, Duration longest) {
    private static final short SASL_HANDSHAKE = 17;
    private static final short VERSION = 1;

    /** Which it answers with those that it has. */
    private static final String NO_MECHANISM = "RACECAR-ASKS";

    private static final int CORRELATION = 0x7ace_ca12;
    private static final int LONGEST_ANSWER = 65_536;
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR_VERSION = 3;

    /**
     * What a listener answers that understands the greeting.
     *
     * @param demandsSasl whether clients have to say who they are
     */
    record Answer(boolean demandsSasl) {}

    /** Empty if it does not answer unencrypted. */
    Optional<Answer> unencrypted() throws IOException {
        try (Socket socket = connected()) {
            return ask(socket);
        }
    }

    /**
     * Empty if it does not answer encrypted.
     *
     * @param identification how its name is to be checked, as {@link SSLParameters} take it
     */
    Optional<Answer> encrypted(SSLContext context, String identification) throws IOException {
        try (Socket plain = connected();
                SSLSocket socket = (SSLSocket) context.getSocketFactory()
                        .createSocket(plain, address.getHostString(), address.getPort(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(identification);
            socket.setSSLParameters(parameters);
            return ask(socket);
        }
    }

    private static Optional<Answer> ask(Socket socket) throws IOException {
        DataOutputStream request = new DataOutputStream(socket.getOutputStream());
        request.write(handshake());
        request.flush();
        return answer(new DataInputStream(socket.getInputStream()));
    }

    private static byte[] handshake() {
        byte[] client = "racecar".getBytes(StandardCharsets.US_ASCII);
        byte[] mechanism = NO_MECHANISM.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer request = ByteBuffer.allocate(64)
                .putInt(0)
                .putShort(SASL_HANDSHAKE)
                .putShort(VERSION)
                .putInt(CORRELATION)
                .putShort((short) client.length)
                .put(client)
                .putShort((short) mechanism.length)
                .put(mechanism);
        request.putInt(0, request.position() - Integer.BYTES);
        byte[] bytes = new byte[request.flip().remaining()];
        request.get(bytes);
        return bytes;
    }

    private static Optional<Answer> answer(DataInputStream response) {
        try {
            int length = response.readInt();
            if (length < 0 || length > LONGEST_ANSWER || response.readInt() != CORRELATION) {
                return Optional.empty();
            }
            response.readShort(); // there is no such mechanism, or no SASL at all
            return Optional.of(new Answer(response.readInt() > 0));
        } catch (IOException e) { // it hung up, or says nothing
            return Optional.empty();
        }
    }

    /** Whether it answers as one that encrypts. */
    boolean encrypts() throws IOException {
        try (Socket socket = connected()) {
            socket.getOutputStream().write(clientHello());
            socket.getOutputStream().flush();
            return isTls(new DataInputStream(socket.getInputStream()));
        }
    }

    private static boolean isTls(DataInputStream response) {
        try {
            int type = response.readUnsignedByte();
            return (type == TLS_HANDSHAKE || type == TLS_ALERT) && response.readUnsignedByte() == TLS_MAJOR_VERSION;
        } catch (IOException e) {
            return false;
        }
    }

    private byte[] clientHello() throws IOException {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine(address.getHostString(), address.getPort());
            engine.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            byte[] bytes = new byte[hello.flip().remaining()];
            hello.get(bytes);
            return bytes;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        try {
            int millis = Math.toIntExact(longest.toMillis());
            socket.setSoTimeout(millis);
            socket.connect(address, millis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
