package io.racecar.engine.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private final Refusals refusals = new Refusals(Map.of(
            SaslConfigs.SASL_MECHANISM,
            "PLAIN",
            SaslConfigs.SASL_JAAS_CONFIG,
            new Password("x.Module required username=\"alice\" password=\"hunter2\";")));

    @Test
    void whatIsNoRefusalStaysAsItIs() {
        RuntimeException error = new KafkaException(new TimeoutException("late"));

        assertThat(refusals.explained(error)).isSameAs(error);
    }

    @Test
    void credentialsAreNamedWithoutThePassword() {
        RuntimeException error = new SaslAuthenticationException("no");

        assertThat(refusals.explained(error))
                .isInstanceOf(AccessRefusedException.class)
                .hasToString(
                        "the brokers refuse alice by PLAIN: no; check sasl.mechanism, sasl.username and sasl.password")
                .hasCause(error);
    }

    @Test
    void rightsAreNamed() {
        assertThat(refusals.explained(new TopicAuthorizationException(Set.of("t"))))
                .hasMessage("alice may not read topic t; grant it READ there");
        assertThat(refusals.explained(GroupAuthorizationException.forGroupId("g")))
                .hasMessage("alice may not join group g; grant it READ on the group");
        assertThat(refusals.explained(new TransactionalIdAuthorizationException("not that id")))
                .hasMessage("alice lacks a right: not that id");
    }

    @Test
    void aClientWithoutNameIsRefusedAllTheSame() {
        assertThat(new Refusals(Map.of()).explained(new TopicAuthorizationException(Set.of("t"))))
                .hasMessage("this client may not read topic t; grant it READ there");
    }

    @Test
    void certificatesOutOfTimeAreTold() {
        assertThat(handshake(new CertificateExpiredException("NotAfter: yesterday")))
                .hasMessage("a broker's certificate is no longer valid: NotAfter: yesterday; renew it, or correct this"
                        + " machine's clock");
        assertThat(handshake(new CertificateNotYetValidException("NotBefore: tomorrow")))
                .hasMessageStartingWith("a broker's certificate is not yet valid: NotBefore: tomorrow");
    }

    @Test
    void whatIsUnknownAboutAHandshakeIsQuoted() {
        assertThat(handshake(new SSLHandshakeException("No appropriate protocol")))
                .hasMessage(
                        "the handshake with a broker failed: No appropriate protocol; check securityProtocol and the"
                                + " ssl settings");
    }

    @Test
    void aLoginThatFailsIsARefusal() {
        assertThat(login(new LoginException("Client not found in Kerberos database (6)")))
                .hasMessage("alice cannot log in by PLAIN: Client not found in Kerberos database (6); check"
                        + " sasl.mechanism, sasl.username and sasl.password");
    }

    @Test
    void aLoginThatReachesNobodyIsNone() {
        LoginException error = new LoginException("Connection refused");
        error.initCause(new ConnectException("Connection refused"));

        assertThat(login(error)).isInstanceOf(KafkaException.class);
    }

    private RuntimeException handshake(Exception cause) {
        return refusals.explained(new SslAuthenticationException("SSL handshake failed", cause));
    }

    private RuntimeException login(LoginException cause) {
        return refusals.explained(
                new KafkaException("Failed to construct kafka consumer", new KafkaException("no login", cause)));
    }
}
