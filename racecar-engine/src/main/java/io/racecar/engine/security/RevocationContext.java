package io.racecar.engine.security;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * A context that refuses revoked certificates, by the lists given and no others: nothing is fetched.
 *
 * <p>The JDK's checker would fetch lists and ask responders if it were configured by itself, as a {@code
 * PKIXRevocationChecker}; switched on by the parameters' flag, it uses the given stores alone, unless the JVM's own {@code
 * com.sun.security.enableCRLDP} or {@code ocsp.enable} is set. Each certificate of a chain needs a current list of its
 * authority.
 */
final class RevocationContext {
    private static final String PKIX = "PKIX";

    private final SSLContext context;

    private RevocationContext(SSLContext context) {
        this.context = context;
    }

    static RevocationContext of(
            Map<String, Object> properties,
            @Nullable KeyStore keystore,
            @Nullable KeyStore truststore,
            List<X509CRL> revoked)
            throws UnusableFileException {
        try {
            String protocol = String.valueOf(properties.get(SslConfigs.SSL_PROTOCOL_CONFIG));
            Object provider = properties.get(SslConfigs.SSL_PROVIDER_CONFIG);
            SSLContext context = provider == null
                    ? SSLContext.getInstance(protocol)
                    : SSLContext.getInstance(protocol, provider.toString());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(PKIX);
            trust.init(new CertPathTrustManagerParameters(parameters(anchors(truststore), revoked)));
            context.init(keyManagers(properties, keystore), trust.getTrustManagers(), null);
            return new RevocationContext(context);
        } catch (GeneralSecurityException e) {
            throw new UnusableFileException("ssl.crlLocation cannot be checked against: " + e.getMessage(), e);
        }
    }

    private static PKIXBuilderParameters parameters(Set<TrustAnchor> anchors, List<X509CRL> revoked)
            throws GeneralSecurityException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(revoked)));
        parameters.setRevocationEnabled(true);
        return parameters;
    }

    /** Those in the store, or the JDK's where there is none. */
    private static Set<TrustAnchor> anchors(@Nullable KeyStore truststore)
            throws NoSuchAlgorithmException, KeyStoreException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(PKIX);
        factory.init(truststore);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet());
    }

    private static KeyManager @Nullable [] keyManagers(Map<String, Object> properties, @Nullable KeyStore keystore)
            throws GeneralSecurityException {
        if (keystore == null) {
            return null;
        }
        Password password = (Password) properties.get(SslConfigs.SSL_KEY_PASSWORD_CONFIG);
        if (password == null) {
            password = (Password) properties.get(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(
                String.valueOf(properties.get(SslConfigs.SSL_KEYMANAGER_ALGORITHM_CONFIG)));
        factory.init(keystore, password == null ? null : password.value().toCharArray());
        return factory.getKeyManagers();
    }

    SSLContext context() {
        return context;
    }

    /** An engine for the same peer, with the same protocols, ciphers and check of the host name. */
    SSLEngine engineLike(SSLEngine model) {
        SSLEngine engine = context.createSSLEngine(model.getPeerHost(), model.getPeerPort());
        engine.setUseClientMode(true);
        engine.setSSLParameters(model.getSSLParameters());
        return engine;
    }
}
