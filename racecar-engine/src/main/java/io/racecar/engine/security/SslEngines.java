package io.racecar.engine.security;

import java.security.KeyStore;
import java.security.cert.X509CRL;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/** Engines for what the files held when they were read: those of Kafka's factory, with revocation where that is asked for. */
final class SslEngines {
    private final DefaultSslEngineFactory kafka;
    private final @Nullable RevocationContext revocation;

    private SslEngines(DefaultSslEngineFactory kafka, @Nullable RevocationContext revocation) {
        this.kafka = kafka;
        this.revocation = revocation;
    }

    static SslEngines read(SslFiles files) throws UnusableFileException {
        Map<String, Object> properties = files.withContent();
        DefaultSslEngineFactory kafka = new DefaultSslEngineFactory();
        kafka.configure(properties);
        List<X509CRL> revoked = files.revocationLists();
        return new SslEngines(
                kafka,
                revoked.isEmpty()
                        ? null
                        : RevocationContext.of(properties, kafka.keystore(), kafka.truststore(), revoked));
    }

    SSLEngine client(String host, int port, String endpointIdentification) {
        SSLEngine engine = kafka.createClientSslEngine(host, port, endpointIdentification);
        return revocation == null ? engine : revocation.engineLike(engine);
    }

    /** What the engines are made by; without the check of the host name. */
    SSLContext context() {
        return revocation == null ? kafka.sslContext() : revocation.context();
    }

    @Nullable KeyStore keystore() {
        return kafka.keystore();
    }

    @Nullable KeyStore truststore() {
        return kafka.truststore();
    }
}
