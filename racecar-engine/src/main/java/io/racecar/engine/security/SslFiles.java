package io.racecar.engine.security;

import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** The files that a client's properties name, and the properties that Kafka's own factory needs for them. Immutable. */
final class SslFiles {
    private static final List<String> LOCATIONS = List.of(
            SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
            SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG,
            FileSslEngineFactory.CERTIFICATE_LOCATION,
            FileSslEngineFactory.KEY_LOCATION,
            FileSslEngineFactory.CRL_LOCATION);

    private final Map<String, ?> properties;

    SslFiles(Map<String, ?> properties) {
        this.properties = properties;
    }

    /** Tells a change of any file; in a directory also what is added and removed. */
    FileStamps stamps() {
        List<Path> files = new ArrayList<>();
        authorities().ifPresent(authorities -> {
            try {
                files.addAll(authorities.files());
            } catch (UnusableFileException unreadable) {
                // the stamp of the directory alone, until it can be read again
            }
        });
        LOCATIONS.forEach(location -> path(location).ifPresent(files::add));
        return FileStamps.of(files);
    }

    /** With the content of PEM files in place of their locations: Kafka's factory reads no directories and few keys. */
    Map<String, Object> withContent() throws UnusableFileException {
        Map<String, Object> read = new HashMap<>(properties);
        Optional<Authorities> authorities = authorities();
        if (authorities.isPresent()) {
            read.remove(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);
            read.put(
                    SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
                    named("ssl.caLocation", () -> text(authorities.get().certificates())));
        }
        Optional<ClientCertificate> certificate = clientCertificate();
        if (certificate.isPresent()) {
            read.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, DefaultSslEngineFactory.PEM_TYPE);
            read.put(
                    SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
                    named(
                            "ssl.certificateLocation",
                            () -> text(certificate.get().chain())));
            read.put(
                    SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
                    named(
                            "ssl.keyLocation",
                            () -> certificate.get().key(password(SslConfigs.SSL_KEY_PASSWORD_CONFIG))));
            read.remove(SslConfigs.SSL_KEY_PASSWORD_CONFIG);
        }
        return read;
    }

    /** Empty where no file of them is named. */
    List<X509CRL> revocationLists() throws UnusableFileException {
        Optional<Path> file = path(FileSslEngineFactory.CRL_LOCATION);
        return file.isEmpty() ? List.of() : named("ssl.crlLocation", () -> new RevocationLists(file.get()).lists());
    }

    private interface Reading<T> {
        T read() throws UnusableFileException;
    }

    private static <T> T named(String setting, Reading<T> reading) throws UnusableFileException {
        try {
            return reading.read();
        } catch (UnusableFileException e) {
            throw new UnusableFileException(setting + " cannot be used: " + e.reason(), e);
        }
    }

    private Optional<Authorities> authorities() {
        return DefaultSslEngineFactory.PEM_TYPE.equals(properties.get(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG))
                ? path(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG).map(Authorities::new)
                : Optional.empty();
    }

    private Optional<ClientCertificate> clientCertificate() {
        return path(FileSslEngineFactory.CERTIFICATE_LOCATION)
                .flatMap(certificate -> path(FileSslEngineFactory.KEY_LOCATION)
                        .map(key -> new ClientCertificate(new PemFile(certificate), new PemFile(key))));
    }

    private Optional<Path> path(String name) {
        return Optional.ofNullable(properties.get(name)).map(Object::toString).map(Path::of);
    }

    private Optional<Password> password(String name) {
        return Optional.ofNullable((Password) properties.get(name));
    }

    private static Password text(Collection<X509Certificate> certificates) throws UnusableFileException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(PemFile.pem(certificate));
        }
        return new Password(text.toString());
    }
}
