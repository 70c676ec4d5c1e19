package io.racecar.engine.security;

import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/**
 * Finds out whether the KDC knows the brokers by the name of their service: Kafka's client takes it for a passing failure
 * that it does not, because the JDK keeps the reason's number from it.
 */
record ServiceTicket(Map<String, ?> properties) {
    /** The JDK's text, which is not translated. */
    private static final String UNKNOWN = "Server not found in Kerberos database";

    /** Why there is none for the broker of that name; empty for any other reason than that the KDC does not know it. */
    Optional<String> unknownAt(String host) {
        try {
            JaasContext jaas = JaasContext.loadClientContext(login());
            LoginContext login = new LoginContext(jaas.name(), new Subject(), null, jaas.configuration());
            login.login();
            try {
                Subject.doAs(login.getSubject(), (PrivilegedExceptionAction<byte[]>) () -> firstToken(host));
            } finally {
                login.logout();
            }
        } catch (PrivilegedActionException e) {
            return Causes.first(
                            e,
                            Exception.class,
                            it -> String.valueOf(it.getMessage()).startsWith(UNKNOWN))
                    .map(it -> "the KDC knows no service " + service() + " at " + host
                            + "; check sasl.kerberos.serviceName, and that brokers and their advertised.listeners have the"
                            + " names that the KDC knows");
        } catch (LoginException e) {
            return Optional.empty(); // which the client fails with itself
        }
        return Optional.empty();
    }

    /** Raw properties are plain texts. */
    private Map<String, ?> login() {
        Object given = properties.get(SaslConfigs.SASL_JAAS_CONFIG);
        return given == null
                ? Map.of()
                : Map.of(
                        SaslConfigs.SASL_JAAS_CONFIG,
                        given instanceof Password ? given : new Password(given.toString()));
    }

    private byte[] firstToken(String host) throws SaslException {
        SaslClient client = Sasl.createSaslClient(
                new String[] {SaslConfigs.GSSAPI_MECHANISM}, null, service(), host, Map.of(), null);
        try {
            return client.evaluateChallenge(new byte[0]);
        } finally {
            client.dispose();
        }
    }

    private String service() {
        return String.valueOf(properties.get(SaslConfigs.SASL_KERBEROS_SERVICE_NAME));
    }
}
