package io.racecar.engine.config;

import java.util.stream.Stream;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** What must hold between the settings of authentication. */
final class SaslRules {
    private final Check check;
    private final Values values;

    SaslRules(Check check) {
        this.check = check;
        this.values = check.values();
    }

    void apply() {
        SecurityProtocol protocol = values.get(SecurityKeys.SECURITY_PROTOCOL);
        if (protocol == SecurityProtocol.SASL_PLAINTEXT || protocol == SecurityProtocol.SASL_SSL) {
            check.needs(SecurityKeys.SECURITY_PROTOCOL, SecurityKeys.MECHANISM);
            values.find(SecurityKeys.MECHANISM).ifPresent(this::mechanism);
        } else if (check.concerns(SecurityKeys.SECURITY_PROTOCOL)) {
            SecurityKeys.SASL.forEach(
                    setting -> check.onlyFor(setting, SecurityKeys.SECURITY_PROTOCOL, "sasl-plaintext or sasl-ssl"));
        }
    }

    private void mechanism(SaslMechanism mechanism) {
        if (mechanism == SaslMechanism.GSSAPI) {
            check.onlyFor(SecurityKeys.USERNAME, SecurityKeys.MECHANISM, "PLAIN, SCRAM or OAUTHBEARER");
            check.onlyFor(SecurityKeys.PASSWORD, SecurityKeys.MECHANISM, "PLAIN, SCRAM or OAUTHBEARER");
            check.needs(SecurityKeys.KEYTAB, SecurityKeys.PRINCIPAL);
        } else {
            SecurityKeys.KERBEROS.forEach(setting -> check.onlyFor(setting, SecurityKeys.MECHANISM, "GSSAPI"));
        }
        if (mechanism == SaslMechanism.OAUTHBEARER) {
            token();
        }
        if (mechanism.byPassword() && !raw(SaslConfigs.SASL_JAAS_CONFIG)) {
            check.needs(SecurityKeys.MECHANISM, SecurityKeys.USERNAME);
            check.needs(SecurityKeys.MECHANISM, SecurityKeys.PASSWORD);
        }
    }

    /** A name is enough for a token that nobody has signed; all others come from a handler of Kafka's or the user's. */
    private void token() {
        boolean handled = raw(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS);
        check.needs(SecurityKeys.PASSWORD, SecurityKeys.USERNAME);
        if (!check.given(SecurityKeys.PASSWORD) && !handled && !raw(SaslConfigs.SASL_JAAS_CONFIG)) {
            check.needs(SecurityKeys.MECHANISM, SecurityKeys.USERNAME);
        }
        if (check.given(SecurityKeys.PASSWORD) && check.given(SecurityKeys.USERNAME) && !handled) {
            check.problem(check.naming(SecurityKeys.PASSWORD)
                    + " with sasl.mechanism OAUTHBEARER is for a token endpoint, so "
                    + SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS + " and "
                    + SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL
                    + " must stand in both consumerProperties and producer.properties; add them, or leave the password out"
                    + " for an unsecured token");
        }
    }

    private boolean raw(String property) {
        return Stream.of(ConsumerKeys.CONSUMER_PROPERTIES, ProducerKeys.PROPERTIES)
                .allMatch(raw -> values.map(raw).containsKey(property));
    }
}
