package io.racecar.engine.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {
    private static final byte[] NOTHING = {};
    private static final byte[] TLS_ALERT = {0x15, 3, 3, 0, 2, 2, 80};

    private FakeListener mute;
    private FakeListener encrypting;
    private FakeListener open;
    private FakeListener asking;

    @BeforeEach
    void listen() throws IOException {
        mute = new FakeListener(NOTHING);
        encrypting = new FakeListener(TLS_ALERT);
        open = new FakeListener(handshake(0));
        asking = new FakeListener(handshake(2));
    }

    @AfterEach
    void close() throws IOException {
        for (FakeListener it : List.of(mute, encrypting, open, asking)) {
            it.close();
        }
    }

    @Test
    void aListenerThatEncryptsIsNotForPlaintext() {
        assertThat(refusal("PLAINTEXT", encrypting)).contains("encrypts its connections");
        assertThat(refusal("SASL_PLAINTEXT", encrypting)).contains("securityProtocol is sasl-plaintext");
        assertThat(refusal("SSL", encrypting)).isEmpty();
        assertThat(refusal("SASL_SSL", encrypting)).isEmpty();
    }

    @Test
    void aListenerThatDoesNotEncryptIsNotForSsl() {
        assertThat(refusal("SSL", open)).contains("set securityProtocol to plaintext");
        assertThat(refusal("SASL_SSL", asking)).contains("set securityProtocol to sasl-plaintext");
        assertThat(refusal("PLAINTEXT", open)).isEmpty();
    }

    @Test
    void aListenerThatAsksWhoClientsAreIsNotForPlaintext() {
        assertThat(refusal("PLAINTEXT", asking)).contains("wants to know who its clients are");
        assertThat(refusal("SASL_PLAINTEXT", asking)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAINTEXT", "SASL_PLAINTEXT", "SSL", "SASL_SSL"})
    void aBrokerThatIsDownOrSaysNothingIsAnOutage(String protocol) throws IOException {
        mute.close();
        try (FakeListener starting = new FakeListener(NOTHING)) {
            assertThat(refusal(protocol, mute)).isEmpty();
            assertThat(refusal(protocol, starting)).isEmpty();
        }
    }

    @Test
    void oneBrokerThatMayWorkIsEnoughToGoOnTrying() throws IOException {
        assertThat(refusal("PLAINTEXT", encrypting, open)).isEmpty();
        assertThat(refusal("PLAINTEXT", encrypting, mute)).isEmpty();

        mute.close();

        assertThat(refusal("PLAINTEXT", mute, encrypting)).startsWith(encrypting.address());
    }

    @Test
    void withoutAProtocolItIsPlaintext() {
        assertThat(new Diagnosis(Map.of(), List.of(encrypting.address())).refusal())
                .isPresent();
    }

    private static byte[] handshake(int mechanisms) {
        return ByteBuffer.allocate(14)
                .putInt(10)
                .putInt(0x7ace_ca12)
                .putShort((short) 33)
                .putInt(mechanisms)
                .array();
    }

    private static String refusal(String protocol, FakeListener... listeners) {
        List<String> brokers =
                List.of(listeners).stream().map(FakeListener::address).toList();
        return new Diagnosis(Map.of("security.protocol", protocol), brokers)
                .refusal()
                .map(AccessRefusedException::getMessage)
                .orElse("");
    }
}
