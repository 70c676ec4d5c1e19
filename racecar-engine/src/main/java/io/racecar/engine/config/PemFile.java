package io.racecar.engine.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
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
 * openssl writes.
 */
record PemFile(Path file) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)\\s*-----END \\1-----");

    /** The file's text, if there are certificates in it and all of them can be read. */
    String certificates() throws InvalidValueException {
        String text = text();
        try {
            boolean any = false;
            for (MatchResult block : BLOCK.matcher(text).results().toList()) {
                if (block.group(1).equals("CERTIFICATE")) {
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes(block)));
                    any = true;
                }
            }
            if (any) {
                return text;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new InvalidValueException("a certificate in it cannot be read");
        }
        throw new InvalidValueException("it holds no PEM certificate");
    }

    /** The key as an unencrypted PEM block. */
    String privateKey(Optional<Password> password) throws InvalidValueException {
        Matcher block = BLOCK.matcher(text());
        while (block.find()) {
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return block.group();
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return decrypted(
                            bytes(block),
                            password.orElseThrow(
                                    () -> new InvalidValueException("it is encrypted; set ssl.keyPassword")));
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
                    throw new InvalidValueException("convert it with openssl pkcs8 -topk8");
                default -> {}
            }
        }
        throw new InvalidValueException("it holds no PEM key");
    }

    private static String decrypted(byte[] encrypted, Password password) throws InvalidValueException {
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
            byte[] decrypted = key.getKeySpec(cipher).getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(decrypted)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidValueException("ssl.keyPassword does not open it");
        }
    }

    private static byte[] bytes(MatchResult block) {
        return Base64.getMimeDecoder().decode(block.group(2));
    }

    private String text() throws InvalidValueException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new InvalidValueException("this process may not read it");
        }
    }
}
