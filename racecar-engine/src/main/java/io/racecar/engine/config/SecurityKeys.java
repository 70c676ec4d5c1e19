package io.racecar.engine.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** The settings of encryption and authentication. */
final class SecurityKeys {
    static final Setting<SecurityProtocol> SECURITY_PROTOCOL = Setting.process(
                    "securityProtocol",
                    EnumType.of(SecurityProtocol.class),
                    "Whether connections are encrypted, and whether SASL authenticates.")
            .byDefault("plaintext")
            .kafka("security.protocol");

    static final Setting<Path> CA_LOCATION = Setting.process(
                    "ssl.caLocation",
                    new AuthoritiesType(),
                    "A PEM file, or a directory of them, of the authorities whose certificates brokers may have; otherwise"
                            + " the JDK's.")
            .kafka("ssl.truststore.location");

    static final Setting<Path> CRL_LOCATION = Setting.process(
            "ssl.crlLocation",
            new RevocationListType(),
            "A file of the revocation lists of all those authorities; revoked certificates are refused.");

    static final Setting<Path> KEYSTORE_LOCATION = Setting.process(
                    "ssl.keystoreLocation", new FileType(), "A PKCS#12 file of this client's certificate and key.")
            .kafka("ssl.keystore.location");

    static final Setting<Password> KEYSTORE_PASSWORD = Setting.process(
                    "ssl.keystorePassword", new SecretType(), "The password of the keystore.")
            .kafka("ssl.keystore.password");

    static final Setting<Path> CERTIFICATE_LOCATION = Setting.process(
                    "ssl.certificateLocation",
                    new CertificateFileType(),
                    "A PEM file of this client's certificate and its chain.")
            .kafka("ssl.keystore.certificate.chain");

    static final Setting<Path> KEY_LOCATION = Setting.process(
                    "ssl.keyLocation", new FileType(), "A PEM file of this client's key, in PKCS#8.")
            .kafka("ssl.keystore.key");

    static final Setting<Password> KEY_PASSWORD = Setting.process(
                    "ssl.keyPassword", new SecretType(), "The password of the key.")
            .kafka("ssl.key.password");

    static final Setting<Boolean> VERIFY_HOSTNAME = Setting.process(
                    "ssl.verifyHostname",
                    new FlagType(),
                    "Whether a broker's certificate must carry its host name; certificates are verified either way.")
            .byDefault("true")
            .kafka("ssl.endpoint.identification.algorithm");

    static final Setting<SaslMechanism> MECHANISM = Setting.process(
                    "sasl.mechanism",
                    EnumType.of(SaslMechanism.class).printed(SaslMechanism::kafkaName),
                    "How this client proves who it is.")
            .kafka("sasl.mechanism");

    static final Setting<String> USERNAME = Setting.process(
            "sasl.username",
            TextType.matching("(?s).+", "text"),
            "Who this client is, for PLAIN, SCRAM and OAUTHBEARER.");

    static final Setting<Password> PASSWORD =
            Setting.process("sasl.password", new SecretType(), "The password, for PLAIN, SCRAM and OAUTHBEARER.");

    static final Setting<String> SERVICE_NAME = Setting.process(
                    "sasl.kerberos.serviceName", TextType.ANY, "The brokers' Kerberos service.")
            .byDefault("kafka")
            .kafka("sasl.kerberos.service.name");

    static final Setting<String> PRINCIPAL = Setting.process(
            "sasl.kerberos.principal", TextType.ANY, "This client's Kerberos principal; otherwise the ticket cache's.");

    static final Setting<Path> KEYTAB =
            Setting.process("sasl.kerberos.keytab", new FileType(), "The principal's keytab; otherwise the system's.");

    static final Setting<String> KINIT_CMD = Setting.process(
                    "sasl.kerberos.kinitCmd",
                    TextType.matching("[^\\s%]+", "the path of the kinit program without arguments"),
                    "The kinit program that renews tickets from the cache; it is called with -R and cannot be given other arguments.")
            .byDefault("/usr/bin/kinit")
            .kafka("sasl.kerberos.kinit.cmd");

    static final Setting<Duration> MIN_TIME_BEFORE_RELOGIN = Setting.process(
                    "sasl.kerberos.minTimeBeforeRelogin",
                    DurationType.between(Duration.ZERO, Duration.ofHours(24)).withUnit(),
                    "The least time between two attempts to renew a ticket.")
            .byDefault("1m")
            .kafka("sasl.kerberos.min.time.before.relogin");

    static final List<Setting<?>> SSL = List.of(
            CA_LOCATION,
            CRL_LOCATION,
            KEYSTORE_LOCATION,
            KEYSTORE_PASSWORD,
            CERTIFICATE_LOCATION,
            KEY_LOCATION,
            KEY_PASSWORD,
            VERIFY_HOSTNAME);

    static final List<Setting<?>> KERBEROS =
            List.of(SERVICE_NAME, PRINCIPAL, KEYTAB, KINIT_CMD, MIN_TIME_BEFORE_RELOGIN);

    static final List<Setting<?>> SASL = Stream.concat(Stream.of(MECHANISM, USERNAME, PASSWORD), KERBEROS.stream())
            .toList();

    static final List<Setting<?>> ALL = Stream.of(List.of(SECURITY_PROTOCOL), SSL, SASL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private SecurityKeys() {}
}
