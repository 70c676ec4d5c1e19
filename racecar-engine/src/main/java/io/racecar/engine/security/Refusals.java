package io.racecar.engine.security;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;

/** Says in the words of the settings why a client was refused: its own exceptions rarely tell. Immutable and thread-safe. */
public final class Refusals {
    private final Map<String, ?> properties;

    /** @param properties what the client was made with */
    public Refusals(Map<String, ?> properties) {
        this.properties = Map.copyOf(properties);
    }

    /** An {@link AccessRefusedException} for what is a refusal, anything else as it is. */
    public RuntimeException explained(RuntimeException error) {
        if (error instanceof AccessRefusedException) {
            return error;
        }
        return text(error)
                .<RuntimeException>map(text -> new AccessRefusedException(text, error))
                .orElse(error);
    }

    private Optional<String> text(RuntimeException error) {
        return Causes.first(error, SslAuthenticationException.class)
                .map(it -> SslRefusal.of(it).text())
                .or(() -> Causes.first(error, AuthenticationException.class).map(this::credentials))
                .or(() -> Causes.first(error, AuthorizationException.class).map(this::right))
                .or(() -> Causes.first(error, LoginException.class)
                        .filter(it -> Causes.first(it, IOException.class).isEmpty())
                        .map(this::login));
    }

    private String credentials(AuthenticationException error) {
        return "the brokers refuse " + client() + " by " + mechanism() + ": " + error.getMessage() + "; check "
                + settings();
    }

    private String right(AuthorizationException error) {
        if (error instanceof TopicAuthorizationException e
                && !e.unauthorizedTopics().isEmpty()) {
            return client() + " may not read " + (e.unauthorizedTopics().size() == 1 ? "topic " : "topics ")
                    + String.join(", ", e.unauthorizedTopics()) + "; grant it READ there";
        }
        if (error instanceof GroupAuthorizationException e && e.groupId() != null) {
            return client() + " may not join group " + e.groupId() + "; grant it READ on the group";
        }
        return client() + " lacks a right: " + error.getMessage();
    }

    private String login(LoginException error) {
        String reason = String.valueOf(error.getMessage()).strip();
        return client() + " cannot log in by " + mechanism() + ": "
                + (reason.startsWith("Unable to obtain password")
                        ? "the keytab holds no key of this principal"
                        : reason)
                + "; check " + settings();
    }

    private String client() {
        return new ClientName(properties).text();
    }

    private String mechanism() {
        return String.valueOf(properties.get(SaslConfigs.SASL_MECHANISM));
    }

    private String settings() {
        return switch (mechanism()) {
            case SaslConfigs.GSSAPI_MECHANISM -> "sasl.kerberos.principal, its keytab and sasl.kerberos.serviceName";
            case OAuthBearerLoginModule.OAUTHBEARER_MECHANISM ->
                "sasl.username, or the login of your own in consumerProperties and producer.properties";
            default -> "sasl.mechanism, sasl.username and sasl.password";
        };
    }
}
