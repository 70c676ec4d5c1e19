package io.racecar.engine.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** The text that tells Kafka's client how to log in. */
final class JaasEntry {
    private final Values values;

    JaasEntry(Values values) {
        this.values = values;
    }

    String text(SaslMechanism mechanism) {
        return switch (mechanism) {
            case PLAIN -> entry(PlainLoginModule.class.getName(), credentials("username", "password"));
            case SCRAM_SHA_256, SCRAM_SHA_512 ->
                entry(ScramLoginModule.class.getName(), credentials("username", "password"));
            case OAUTHBEARER -> entry(OAuthBearerLoginModule.class.getName(), token());
            case GSSAPI -> entry("com.sun.security.auth.module.Krb5LoginModule", kerberos());
        };
    }

    private Map<String, String> credentials(String username, String password) {
        Map<String, String> options = new LinkedHashMap<>();
        values.find(SecurityKeys.USERNAME).ifPresent(value -> options.put(username, value));
        values.find(SecurityKeys.PASSWORD).map(Password::value).ifPresent(value -> options.put(password, value));
        return options;
    }

    /** With a password: credentials for a token endpoint; with a name alone: a token that nobody signed. */
    private Map<String, String> token() {
        return values.find(SecurityKeys.PASSWORD).isPresent()
                ? credentials("clientId", "clientSecret")
                : credentials("unsecuredLoginStringClaim_sub", "");
    }

    private Map<String, String> kerberos() {
        Map<String, String> options = new LinkedHashMap<>();
        values.find(SecurityKeys.PRINCIPAL)
                .ifPresentOrElse(
                        principal -> addKeytab(options, principal), () -> options.put("useTicketCache", "true"));
        options.put("doNotPrompt", "true");
        return options;
    }

    private void addKeytab(Map<String, String> options, String principal) {
        options.put("principal", principal);
        options.put("useKeyTab", "true");
        options.put("storeKey", "true");
        values.find(SecurityKeys.KEYTAB).ifPresent(file -> options.put("keyTab", file.toString()));
    }

    private static String entry(String loginModule, Map<String, String> options) {
        StringBuilder text = new StringBuilder(loginModule).append(" required");
        options.forEach((name, value) -> text.append(' ')
                .append(name)
                .append("=\"")
                .append(escaped(value))
                .append('"'));
        return text.append(';').toString();
    }

    /** Kafka's reader knows C's escapes, and ends quoted text at the end of a line. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
