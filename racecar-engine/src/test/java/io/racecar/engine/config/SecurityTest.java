package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.racecar.engine.security.FileSslEngineFactory;
import io.racecar.engine.security.PemFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {
    @TempDir
    static Path directory;

    private static ClientKeys keys;

    private final RacecarConfig.Builder builder = RacecarConfig.builder().environment(Map.of());

    @BeforeAll
    static void createKeys() throws Exception {
        keys = ClientKeys.create(directory);
    }

    @Test
    void aPlainConnectionNeedsNothing() {
        assertThat(builder.build().adminProperties().keySet())
                .noneMatch(name -> name.startsWith("ssl.") || name.startsWith("sasl."));
    }

    @Test
    void authoritiesAreReadFromPem() throws Exception {
        ssl().set("ssl.caLocation", keys.certificate());

        assertThat(engineFactory().truststore().size()).isEqualTo(1);
    }

    @Test
    void aKeystoreIsPkcs12() throws Exception {
        ssl().set("ssl.keystoreLocation", keys.keystore()).set("ssl.keystorePassword", ClientKeys.PASSWORD);

        assertThat(engineFactory().keystore().isKeyEntry("client")).isTrue();
    }

    @Test
    void aCertificateAndItsKeyAreReadFromPem() throws Exception {
        ssl().set("ssl.certificateLocation", keys.certificate()).set("ssl.keyLocation", keys.key());

        assertThat(engineFactory().keystore().size()).isEqualTo(1);
    }

    @Test
    void aCertificateAndItsKeyMayShareAFile() throws Exception {
        Path both = Files.writeString(
                directory.resolve("both.pem"), Files.readString(keys.key()) + Files.readString(keys.certificate()));
        ssl().set("ssl.certificateLocation", both).set("ssl.keyLocation", both);

        assertThat(engineFactory().keystore().size()).isEqualTo(1);
    }

    @Test
    void anEncryptedKeyIsDecrypted() throws Exception {
        ssl().set("ssl.certificateLocation", keys.certificateOfEncryptedKey())
                .set("ssl.keyLocation", keys.encryptedKey())
                .set("ssl.keyPassword", ClientKeys.PASSWORD);

        assertThat(engineFactory().keystore().size()).isEqualTo(1);
    }

    @Test
    void hostNamesAreVerifiedUnlessThatIsTurnedOff() {
        assertThat(new AdminClientConfig(ssl().build().adminProperties())
                        .getString("ssl.endpoint.identification.algorithm"))
                .isEqualTo("https");
        assertThat(new AdminClientConfig(
                                ssl().set("ssl.verifyHostname", false).build().adminProperties())
                        .getString("ssl.endpoint.identification.algorithm"))
                .isEmpty();
    }

    @Test
    void everyClientConnectsAlike() throws Exception {
        RacecarConfig config = ssl().set("ssl.caLocation", keys.certificate()).build();

        for (Map<String, Object> properties :
                List.of(config.consumerProperties("a"), config.producerProperties(), config.adminProperties())) {
            assertThat(properties)
                    .containsEntry("security.protocol", "SSL")
                    .containsEntry("ssl.truststore.type", "PEM")
                    .containsEntry("ssl.truststore.location", keys.certificate().toString());
        }
    }

    @Test
    void aPasswordThatDoesNotOpenTheKeystoreIsAProblem() {
        ssl().set("ssl.keystoreLocation", keys.keystore()).set("ssl.keystorePassword", "guess");

        assertThat(problems())
                .containsExactly("ssl.keystoreLocation must be a PKCS#12 file with a key but was " + keys.keystore()
                        + "; ssl.keystorePassword does not open it");
    }

    @Test
    void aFileThatIsNoKeystoreIsAProblem() throws Exception {
        ssl().set("ssl.keystoreLocation", keys.certificate()).set("ssl.keystorePassword", "guess");

        assertThat(problems())
                .containsExactly("ssl.keystoreLocation must be a PKCS#12 file with a key but was " + keys.certificate()
                        + "; it is another kind of file");
    }

    @Test
    void aFileWithoutCertificatesIsAProblem() throws Exception {
        ssl().set("ssl.caLocation", keys.key());

        assertThat(problems())
                .containsExactly("ssl.caLocation must be a PEM file with certificates or a directory of them but was "
                        + keys.key() + "; it holds no PEM certificate");
    }

    @Test
    void abrokenCertificateIsAProblem() throws Exception {
        Path broken = Files.writeString(
                directory.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        ssl().set("ssl.caLocation", broken);

        assertThat(problems())
                .containsExactly("ssl.caLocation must be a PEM file with certificates or a directory of them but was "
                        + broken + "; a certificate in it cannot be read");
    }

    @Test
    void authoritiesMayBeADirectory() throws Exception {
        Path authorities = Files.createDirectory(directory.resolve("authorities"));
        Files.copy(keys.certificate(), authorities.resolve("5d41402a.0"));
        Files.writeString(authorities.resolve("README"), "what is trusted");
        ssl().set("ssl.caLocation", authorities);

        assertThat(engineFactory().truststore().size()).isEqualTo(1);
    }

    @Test
    void anAuthorityThatIsAddedToTheDirectoryIsTrustedByTheNextConnection() throws Exception {
        Path authorities = Files.createDirectory(directory.resolve("growing"));
        Files.copy(keys.certificate(), authorities.resolve("first.pem"));
        ssl().set("ssl.caLocation", authorities);
        FileSslEngineFactory factory = engineFactory();

        Files.copy(keys.certificateOfEncryptedKey(), authorities.resolve("second.pem"));

        assertThat(factory.truststore().size()).isEqualTo(2);
    }

    @Test
    void aLinkToAnotherFileIsFollowedByTheNextConnection() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.pem"), keys.certificate());
        ssl().set("ssl.caLocation", link);
        FileSslEngineFactory factory = engineFactory();

        Files.delete(link);
        Files.createSymbolicLink(link, keys.certificateOfEncryptedKey());

        KeyStore trusted = factory.truststore();
        assertThat(trusted.getCertificate(trusted.aliases().nextElement()))
                .isEqualTo(new PemFile(keys.certificateOfEncryptedKey())
                        .certificates()
                        .get(0));
    }

    @Test
    void aFileThatIsHalfWrittenIsNotUsed() throws Exception {
        Path authority = Files.copy(keys.certificate(), directory.resolve("written.pem"));
        ssl().set("ssl.caLocation", authority);
        FileSslEngineFactory factory = engineFactory();

        Files.writeString(authority, "-----BEGIN CERTIFICATE-----\nMIIB");

        assertThat(factory.truststore().size()).isEqualTo(1);
    }

    @Test
    void aDirectoryWithoutCertificatesIsAProblem() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        ssl().set("ssl.caLocation", empty);

        assertThat(problems())
                .containsExactly("ssl.caLocation must be a PEM file with certificates or a directory of them but was "
                        + empty + "; no file in this directory holds a PEM certificate");
    }

    @Test
    void aKeystoreIsNoDirectory() {
        ssl().set("ssl.keystoreLocation", directory).set("ssl.keystorePassword", ClientKeys.PASSWORD);

        assertThat(problems())
                .containsExactly(
                        "ssl.keystoreLocation must be a readable file but was " + directory + "; it is a directory");
    }

    @Test
    void aFileWithoutRevocationListsIsAProblem() throws Exception {
        ssl().set("ssl.crlLocation", keys.key());

        assertThat(problems())
                .containsExactly("ssl.crlLocation must be a PEM or DER file with certificate revocation lists but was "
                        + keys.key() + "; it holds no certificate revocation list that can be read");
    }

    @Test
    void aKeyMustBelongToTheCertificate() throws Exception {
        ssl().set("ssl.certificateLocation", keys.certificate())
                .set("ssl.keyLocation", keys.encryptedKey())
                .set("ssl.keyPassword", ClientKeys.PASSWORD);

        assertThat(problems())
                .containsExactly("ssl.keyLocation must be a PEM file with a PKCS#8 key but was " + keys.encryptedKey()
                        + "; it is not the key of the certificate in ssl.certificateLocation");
    }

    @Test
    void anEncryptedKeyNeedsItsPassword() throws Exception {
        ssl().set("ssl.certificateLocation", keys.certificate()).set("ssl.keyLocation", keys.encryptedKey());

        assertThat(problems())
                .containsExactly("ssl.keyLocation must be a PEM file with a PKCS#8 key but was " + keys.encryptedKey()
                        + "; it is encrypted; set ssl.keyPassword");
    }

    @Test
    void anEncryptedKeyNeedsItsOwnPassword() throws Exception {
        ssl().set("ssl.certificateLocation", keys.certificate())
                .set("ssl.keyLocation", keys.encryptedKey())
                .set("ssl.keyPassword", "guess");

        assertThat(problems())
                .containsExactly("ssl.keyLocation must be a PEM file with a PKCS#8 key but was " + keys.encryptedKey()
                        + "; ssl.keyPassword does not open it");
    }

    @Test
    void aKeyInTheOldFormIsAProblemWithItsSolution() throws Exception {
        ssl().set("ssl.certificateLocation", keys.certificate()).set("ssl.keyLocation", keys.keyInTheOldForm());

        assertThat(problems())
                .containsExactly("ssl.keyLocation must be a PEM file with a PKCS#8 key but was "
                        + keys.keyInTheOldForm() + "; convert it with openssl pkcs8 -topk8");
    }

    @Test
    void aCertificateIsGivenInOneWay() throws Exception {
        ssl().set("ssl.certificateLocation", keys.certificate())
                .set("ssl.keyLocation", keys.key())
                .set("ssl.keystoreLocation", keys.keystore())
                .set("ssl.keystorePassword", ClientKeys.PASSWORD);

        assertThat(problems())
                .containsExactly("ssl.keystoreLocation and ssl.certificateLocation are two ways to give this client's "
                        + "certificate; leave one of them out");
    }

    @Test
    void aFileThatVanishedLaterFailsTheClientThatNeedsIt() throws Exception {
        Path key = Files.copy(keys.key(), directory.resolve("vanishing.pem"));
        ssl().set("ssl.certificateLocation", keys.certificate()).set("ssl.keyLocation", key);
        Map<String, Object> properties = builder.build().adminProperties();
        Files.delete(key);

        assertThatThrownBy(() -> new FileSslEngineFactory().configure(asClientsDo(properties)))
                .isInstanceOf(KafkaException.class)
                .hasMessage("ssl.keyLocation cannot be used: this process may not read it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simple",
                "with \"quotes\" and \\backslashes\\",
                "a;b=c",
                "new\nline\r",
                "ünïcödé",
                "\\n\\",
                "'x'"
            })
    void passwordsReachTheLoginModuleUnchanged(String password) {
        sasl("PLAIN").set("sasl.username", password).set("sasl.password", password);

        assertThat(login().getLoginModuleName()).endsWith(".PlainLoginModule");
        assertThat(options()).isEqualTo(Map.of("username", password, "password", password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-512"})
    void scramLogsInByPassword(String mechanism) {
        sasl(mechanism).set("sasl.username", "me").set("sasl.password", "hunter2");

        assertThat(builder.build().producerProperties()).containsEntry("sasl.mechanism", mechanism);
        assertThat(login().getLoginModuleName()).endsWith(".ScramLoginModule");
        assertThat(options()).isEqualTo(Map.of("username", "me", "password", "hunter2"));
    }

    @Test
    void kerberosLogsInByKeytab() throws Exception {
        sasl("gssapi")
                .set("sasl.kerberos.principal", "me@EXAMPLE.COM")
                .set("sasl.kerberos.keytab", keys.key())
                .set("sasl.kerberos.serviceName", "brokers")
                .set("sasl.kerberos.kinitCmd", "/bin/kinit")
                .set("sasl.kerberos.minTimeBeforeRelogin", "90s");

        assertThat(builder.build().adminProperties())
                .containsEntry("sasl.kerberos.service.name", "brokers")
                .containsEntry("sasl.kerberos.kinit.cmd", "/bin/kinit")
                .containsEntry("sasl.kerberos.min.time.before.relogin", "90000");
        assertThat(login().getLoginModuleName()).isEqualTo("com.sun.security.auth.module.Krb5LoginModule");
        assertThat(options())
                .isEqualTo(Map.of(
                        "principal", "me@EXAMPLE.COM",
                        "useKeyTab", "true",
                        "storeKey", "true",
                        "keyTab", keys.key().toString(),
                        "doNotPrompt", "true"));
    }

    @Test
    void kerberosWithoutAPrincipalUsesTheTicketCache() {
        sasl("GSSAPI");

        assertThat(options()).isEqualTo(Map.of("useTicketCache", "true", "doNotPrompt", "true"));
    }

    @Test
    void aTokenIsUnsecuredForAName() {
        sasl("OAUTHBEARER").set("sasl.username", "me");

        assertThat(options()).isEqualTo(Map.of("unsecuredLoginStringClaim_sub", "me"));
    }

    @Test
    void aTokenIsAskedForWithANameAndAPassword() {
        Map<String, String> endpoint = Map.of(
                "sasl.login.callback.handler.class",
                OAuthBearerLoginCallbackHandler.class.getName(),
                "sasl.oauthbearer.token.endpoint.url",
                "https://login.example/token");
        sasl("oauthbearer")
                .set("sasl.username", "me")
                .set("sasl.password", "hunter2")
                .set("consumerProperties", endpoint)
                .set("producer.properties", endpoint);

        assertThat(options()).isEqualTo(Map.of("clientId", "me", "clientSecret", "hunter2"));
    }

    @Test
    void aTokenIsNotAskedForWithoutAnEndpoint() {
        sasl("oauthbearer").set("sasl.username", "me").set("sasl.password", "hunter2");

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("sasl.login.callback.handler.class and sasl.oauthbearer.token.endpoint.url must stand in")
                .doesNotContain("hunter2");
    }

    @Test
    void aTokenNeedsANameOrALoginOfItsOwn() {
        sasl("OAUTHBEARER");

        assertThat(problems()).containsExactly("sasl.username is missing; sasl.mechanism OAUTHBEARER needs it");
    }

    @Test
    void aHandlerOfItsOwnBringsTokensWithoutAName() {
        Map<String, String> handler =
                Map.of("sasl.login.callback.handler.class", OAuthBearerLoginCallbackHandler.class.getName());
        sasl("OAUTHBEARER").set("consumerProperties", handler).set("producer.properties", handler);

        assertThat(options()).isEmpty();
    }

    @Test
    void aRawLoginStandsInForNameAndPassword() {
        RacecarConfig config = sasl("PLAIN")
                .set("consumerProperties", Map.of("sasl.jaas.config", "x required;"))
                .set("producer.properties", Map.of("sasl.jaas.config", "x required;"))
                .build();

        assertThat(config.producerProperties()).containsEntry("sasl.jaas.config", new Password("x required;"));
        assertThat(config.adminProperties()).containsEntry("sasl.jaas.config", new Password("x required;"));
    }

    private RacecarConfig.Builder ssl() {
        return builder.set("securityProtocol", "ssl");
    }

    private RacecarConfig.Builder sasl(String mechanism) {
        return builder.set("securityProtocol", "sasl_plaintext").set("sasl.mechanism", mechanism);
    }

    private FileSslEngineFactory engineFactory() {
        FileSslEngineFactory factory = new FileSslEngineFactory();
        factory.configure(asClientsDo(builder.build().adminProperties()));
        return factory;
    }

    /** Clients hand on what Kafka knows, parsed, and all the rest as it is. */
    private static Map<String, Object> asClientsDo(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.putAll(new AdminClientConfig(properties).values());
        return all;
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidConfigurationException.class, builder::build)
                .problems();
    }

    private AppConfigurationEntry login() {
        Map<String, Object> properties = builder.build().adminProperties();
        return JaasContext.loadClientContext(new AdminClientConfig(properties).values())
                .configurationEntries()
                .get(0);
    }

    private Map<String, ?> options() {
        return login().getOptions();
    }
}
