package io.racecar.testing.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the examples of {@code docs/security.md} true: with the files that they name, they are valid settings. */
class SecurityPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile("RACECAR_[A-Z_]+");
    private static final String DIRECTORY = "/etc/kafka";
    private static final String PASSWORD = "Kaffeekanne7291";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsValid(String example) throws IOException {
        TestAuthority authority = new TestAuthority("authority");
        Credentials client = authority.client("racecar");
        Credentials.pem(directory.resolve("ca.pem"), authority.certificate());
        Credentials.pem(directory.resolve("crl.pem"), authority.revoking());
        client.certificate(directory.resolve("client.pem"));
        client.key(directory.resolve("client-key.pem"), PASSWORD);
        client.keystore(directory.resolve("client.p12"), PASSWORD);
        Files.createFile(directory.resolve("racecar.keytab"));
        Path file =
                Files.writeString(directory.resolve("racecar.yml"), example.replace(DIRECTORY, directory.toString()));

        RacecarConfig config = RacecarConfig.builder()
                .environment(passwords(example))
                .file(file)
                .build();

        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void thereAreExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(6);
    }

    /** For each variable that an example names. */
    private static Map<String, String> passwords(String example) {
        return VARIABLE.matcher(example)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toMap(variable -> variable, variable -> PASSWORD));
    }

    static List<String> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(Path.of("../docs/security.md")))
                .results()
                .map((MatchResult example) -> example.group(1))
                .toList();
    }
}
