package io.racecar.engine.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.apache.kafka.common.config.types.Password;

/**
 * Certificates and keys in a PEM file. Keys are decrypted here, since Kafka's client cannot do it on every JDK for what
 * openssl writes. Thread-safe; every call reads the file.
 */
public record PemFile(Path file) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)\\s*-----END \\1-----");

    /** The certificates in it, at least one. */
    public List<X509Certificate> certificates() throws UnusableFileException {
        List<X509Certificate> certificates = certificatesIfAny();
        if (certificates.isEmpty()) {
            throw new UnusableFileException("it holds no PEM certificate");
        }
        return certificates;
    }

    List<X509Certificate> certificatesIfAny() throws UnusableFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory x509 = CertificateFactory.getInstance("X.509");
            for (MatchResult block : BLOCK.matcher(text()).results().toList()) {
                if (block.group(1).equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) x509.generateCertificate(new ByteArrayInputStream(bytes(block))));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnusableFileException("a certificate in it cannot be read", e);
        }
        return certificates;
    }

    /**
     * The key in it, decrypted, in PKCS#8.
     *
     * @param password what it was encrypted with, if it was
     */
    public byte[] privateKey(Optional<Password> password) throws UnusableFileException {
        Matcher block = BLOCK.matcher(text());
        while (block.find()) {
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return bytes(block);
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return decrypted(
                            bytes(block),
                            password.orElseThrow(
                                    () -> new UnusableFileException("it is encrypted; set ssl.keyPassword")));
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
                    throw new UnusableFileException("convert it with openssl pkcs8 -topk8");
                default -> {}
            }
        }
        throw new UnusableFileException("it holds no PEM key");
    }

    private static byte[] decrypted(byte[] encrypted, Password password) throws UnusableFileException {
        try {
            EncryptedPrivateKeyInfo key = new EncryptedPrivateKeyInfo(encrypted);
            // for PBES2 only the parameters know the algorithm's whole name
            String algorithm =
                    key.getAlgName().equals("PBES2") || key.getAlgName().equals("1.2.840.113549.1.5.13")
                            ? key.getAlgParameters().toString()
                            : key.getAlgName();
            PBEKeySpec secret = new PBEKeySpec(password.value().toCharArray());
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
                    key.getAlgParameters());
            return key.getKeySpec(cipher).getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableFileException("ssl.keyPassword does not open it", e);
        }
    }

    static String pem(X509Certificate certificate) throws UnusableFileException {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new UnusableFileException("a certificate in it cannot be read", e);
        }
    }

    /** A PEM block of that type. */
    static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    private static byte[] bytes(MatchResult block) {
        return Base64.getMimeDecoder().decode(block.group(2));
    }

    private String text() throws UnusableFileException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UnusableFileException("this process may not read it", e);
        }
    }
}
