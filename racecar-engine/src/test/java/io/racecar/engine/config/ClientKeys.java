package io.racecar.engine.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;

/** A new certificate and its key in the forms that users have them in. */
final class ClientKeys {
    static final String PASSWORD = "hunter2";

    private final Path directory;
    private final KeyStore keystore;

    private ClientKeys(Path directory, KeyStore keystore) {
        this.directory = directory;
        this.keystore = keystore;
    }

    static ClientKeys create(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = directory.resolve("client.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "client",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=client",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(output);
        }
        return new ClientKeys(directory, KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
    }

    Path keystore() {
        return directory.resolve("client.p12");
    }

    Path certificate() throws IOException, GeneralSecurityException {
        return pem(
                "client.pem", "CERTIFICATE", keystore.getCertificate("client").getEncoded());
    }

    Path key() throws IOException, GeneralSecurityException {
        return pem("key.pem", "PRIVATE KEY", privateKey().getEncoded());
    }

    Path keyInTheOldForm() throws IOException, GeneralSecurityException {
        return pem("old-key.pem", "EC PRIVATE KEY", privateKey().getEncoded());
    }

    /** The certificate of the encrypted key. */
    Path certificateOfEncryptedKey() throws IOException {
        return pem(
                "encrypted-client.pem",
                "CERTIFICATE",
                Base64.getDecoder()
                        .decode("MIIBeTCCAR+gAwIBAgIUXbkJlQOJ7KdrBWBYolNZZ1tOlygwCgYIKoZIzj0EAwIw"
                                + "ETEPMA0GA1UEAwwGY2xpZW50MCAXDTI2MTEyMjE1MTgzOFoYDzIxMjYxMDI5MTUx"
                                + "ODM4WjARMQ8wDQYDVQQDDAZjbGllbnQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC"
                                + "AAQWmjlJcsRxZbRTG7vt1DJaX7zKzYlKORo1eS/paylUwJh5ysgwU1y+hJprlcBG"
                                + "KLlvVNopzVYOEnXjb9Q5LFIao1MwUTAdBgNVHQ4EFgQUR7RLX5rA0ukRG4o86l3Z"
                                + "AfQrmwQwHwYDVR0jBBgwFoAUR7RLX5rA0ukRG4o86l3ZAfQrmwQwDwYDVR0TAQH/"
                                + "BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBGykjExmbnLQ4DBzq0viQlM/gqY8Qg"
                                + "NdkIZG4cQ15KogIhAIjUQHZdM4FW8NAkQej7Ju9r25Ew4n7gnAAXpkbXmTdk"));
    }

    /** What openssl pkcs8 -topk8 wrote; another key than the other certificate's. */
    Path encryptedKey() throws IOException {
        return pem(
                "encrypted-key.pem",
                "ENCRYPTED PRIVATE KEY",
                Base64.getDecoder()
                        .decode("MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhpjBNCLFED+QICCAAw"
                                + "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEKBy0bJjgeTHfmj68nW8nWEEgZC2"
                                + "hgtKoWRi81Uo7jHP0wjyyCu8uTtks5Z5wuSAdAsPEpnrBntGUozmLhGEmqeaWPS8"
                                + "bdtpYjHayIzD3kNLVUKGylUDEe0IYG6DKTEuUy0X3KpujyYase8GD6+NQ+gq/zXF"
                                + "gu5s0PNW6D4lypCmwqPpJmkbMBWZ/A0MaPsb4e1rUg8RnlBQnKLTgbO+sDzTgPE="));
    }

    private Key privateKey() throws GeneralSecurityException {
        return keystore.getKey("client", PASSWORD.toCharArray());
    }

    private Path pem(String name, String type, byte[] content) throws IOException {
        return Files.writeString(
                directory.resolve(name),
                "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                        + type + "-----\n");
    }
}
