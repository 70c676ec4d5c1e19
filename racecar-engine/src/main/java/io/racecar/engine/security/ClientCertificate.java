package io.racecar.engine.security;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** A client's certificate and the key that belongs to it, in PEM files. Thread-safe; every call reads the files. */
public record ClientCertificate(PemFile certificate, PemFile key) {
    /** The keys that Kafka's client can use, and what they sign with. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "DSA", "SHA256withDSA");

    private static final byte[] SAMPLE = {1, 2, 3};

    /** The certificate, followed by those of its authorities as far as they are in the file. */
    List<X509Certificate> chain() throws UnusableFileException {
        return certificate.certificates();
    }

    /**
     * The key, as an unencrypted PEM block.
     *
     * @param password what it was encrypted with, if it was
     * @throws UnusableFileException if it cannot be read, or is that of another certificate
     */
    public Password key(Optional<Password> password) throws UnusableFileException {
        byte[] pkcs8 = key.privateKey(password);
        PublicKey certified = chain().get(0).getPublicKey();
        try {
            if (belongs(pkcs8, certified)) {
                return new Password(PemFile.pem("PRIVATE KEY", pkcs8));
            }
        } catch (GeneralSecurityException e) {
            throw new UnusableFileException("it cannot be used for its certificate", e);
        }
        throw new UnusableFileException("it is not the key of the certificate in ssl.certificateLocation");
    }

    private static boolean belongs(byte[] pkcs8, PublicKey certified) throws GeneralSecurityException {
        String signatures = SIGNATURES.get(certified.getAlgorithm());
        if (signatures == null) {
            throw new GeneralSecurityException(certified.getAlgorithm());
        }
        PrivateKey candidate;
        try {
            candidate =
                    KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException anotherKind) {
            return false;
        }
        Signature signature = Signature.getInstance(signatures);
        signature.initSign(candidate);
        signature.update(SAMPLE);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(SAMPLE);
        return signature.verify(signed);
    }
}
