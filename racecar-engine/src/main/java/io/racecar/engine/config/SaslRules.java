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
            check.needs(SecurityKeys.PASSWORD, SecurityKeys.USERNAME);
        }
        if (mechanism.byPassword() && !rawLogin()) {
            check.needs(SecurityKeys.MECHANISM, SecurityKeys.USERNAME);
            check.needs(SecurityKeys.MECHANISM, SecurityKeys.PASSWORD);
        }
    }

    private boolean rawLogin() {
        return Stream.of(ConsumerKeys.CONSUMER_PROPERTIES, ProducerKeys.PROPERTIES)
                .allMatch(raw -> values.map(raw).containsKey(SaslConfigs.SASL_JAAS_CONFIG));
    }
}
