package io.racecar.engine.security;

import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts connections as Kafka's own factory does, and beyond that takes a directory of authorities, PEM keys that openssl
 * has encrypted, and lists of revoked certificates. Files that have changed are read again for the next connection: clients
 * never ask a factory to do so.
 *
 * <p>Kafka's clients make it, by its class name. Thread-safe.
 */
public final class FileSslEngineFactory implements SslEngineFactory {
    /** The property with the PEM file of this client's certificate and its chain. */
    public static final String CERTIFICATE_LOCATION = "racecar.ssl.certificate.location";

    /** The property with the PEM file of the certificate's key. */
    public static final String KEY_LOCATION = "racecar.ssl.key.location";

    /** The property with the file of revoked certificates. */
    public static final String CRL_LOCATION = "racecar.ssl.crl.location";

    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private @Nullable SslFiles files;
    private @Nullable FileStamps stamps;
    private @Nullable SslEngines engines;

    /** For Kafka's clients, which call {@link #configure} next. */
    public FileSslEngineFactory() {}

    /**
     * Reads the files.
     *
     * @throws KafkaException if one cannot be used; its text says which setting, and why
     */
    @Override
    public synchronized void configure(Map<String, ?> properties) {
        SslFiles given = new SslFiles(properties);
        files = given;
        stamps = given.stamps();
        try {
            engines = SslEngines.read(given);
        } catch (UnusableFileException e) {
            throw new KafkaException(e.reason(), e);
        }
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        return current().client(peerHost, peerPort, endpointIdentification);
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        throw new UnsupportedOperationException("only clients are secured by the ssl settings");
    }

    /** What is newest among what could be read: files that are being replaced may not fit together for a moment. */
    private synchronized SslEngines current() {
        SslEngines now = engines;
        SslFiles given = files;
        if (now == null || given == null) {
            throw new IllegalStateException("not configured");
        }
        FileStamps before = stamps;
        stamps = given.stamps();
        if (stamps.equals(before)) {
            return now;
        }
        try {
            SslEngines newer = SslEngines.read(given);
            LOG.info("The files of the ssl settings have changed; new connections use them");
            engines = newer;
            return newer;
        } catch (UnusableFileException | KafkaException e) {
            LOG.warn(
                    "The files of the ssl settings have changed but cannot be used; connections go on with those from"
                            + " before: {}",
                    e.getMessage());
            return now;
        }
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return SslConfigs.RECONFIGURABLE_CONFIGS;
    }

    @Override
    public @Nullable KeyStore keystore() {
        return current().keystore();
    }

    @Override
    public @Nullable KeyStore truststore() {
        return current().truststore();
    }

    @Override
    public synchronized void close() {
        engines = null;
    }
}
