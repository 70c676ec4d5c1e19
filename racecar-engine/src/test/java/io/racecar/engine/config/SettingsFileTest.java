package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "{}", "ssl:\nconsumers:\nproducer: {}\n", "\uFEFF"})
    void anEmptyFileMeansTheDefaults(String content) throws IOException {
        RacecarConfig config = load(content);

        assertThat(config.effective()).allMatch(setting -> setting.source() == Source.DEFAULT);
        assertThat(config.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        '\tpauseTimeout: 1s'         | line 1, column 1: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)
        'pauseTimeout: "x'           | line 1, column 17: found unexpected end of stream
        'pauseTimeout: [1'           | line 1, column 17: expected ',' or ']', but got <stream end>
        'clientId: b: hunter2'       | line 1, column 12: mapping values are not allowed here
        '{{{'                        | line 1, column 3
        """)
    void brokenYamlIsOneProblemWithoutTheFilesText(String yaml, String place) {
        assertThat(problems(yaml))
                .containsExactly("the settings file " + file() + " cannot be read: it is not valid YAML at " + place);
    }

    @Test
    void characterThatYamlForbidsAreAProblem() {
        assertThat(problems("clientId: \u0001")).singleElement().asString().contains("is not valid YAML");
    }

    @Test
    void severalDocumentsAreAProblem() {
        assertThat(problems("clientId: a\n---\nclientId: b"))
                .containsExactly(
                        "the settings file " + file() + " cannot be read: it holds several YAML documents; keep one");
    }

    @Test
    void aMissingFileIsAProblem() {
        assertThatThrownBy(() -> RacecarConfig.load(file()))
                .hasMessage("The configuration has a problem: the settings file " + file()
                        + " cannot be read: there is no such file")
                .hasNoCause();
    }

    @Test
    void aDirectoryIsAProblem() {
        assertThatThrownBy(() -> RacecarConfig.load(directory))
                .hasMessageContaining("cannot be read: it is a directory");
    }

    @Test
    void anUnreadableFileIsAProblem() throws IOException {
        Files.writeString(file(), "clientId: a");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(file())).as("run by root").isFalse();

        assertThatThrownBy(() -> RacecarConfig.load(file()))
                .hasMessageContaining("cannot be read: this process may not read it");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatNobodyCanReadIsAProblem() {
        assertThatThrownBy(() -> RacecarConfig.load(Path.of("/proc/self/mem")))
                .hasMessage("The configuration has a problem: the settings file /proc/self/mem cannot be read:"
                        + " Input/output error")
                .hasNoCause();
    }

    @Test
    void aHugeFileIsAProblem() {
        assertThat(problems("# filler\n".repeat(10 * 1024 * 1024 / 9)))
                .containsExactly("the settings file " + file() + " cannot be read: it has more than 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\1\2\3", "clientId: \0"})
    void aBinaryFileIsAProblem(String content) {
        assertThat(problems(content))
                .containsExactly("the settings file " + file() + " cannot be read: it is not text in UTF-8");
    }

    @Test
    void anotherEncodingIsAProblem() throws IOException {
        Files.write(file(), new byte[] {'c', 'l', 'i', (byte) 0xE4});

        assertThatThrownBy(() -> RacecarConfig.load(file())).hasMessageContaining("it is not text in UTF-8");
    }

    @Test
    void aliasesThatWouldExplodeAreRefusedOneByOne() {
        String yaml = "a: &a [x, x]\nb: &b [*a, *a]\nconsumers: &c {a: {topics: *b}}\n";

        assertThat(problems(yaml))
                .containsExactly(
                        "b[0] is a YAML alias, which is not followed; write the value itself",
                        "b[1] is a YAML alias, which is not followed; write the value itself",
                        "consumers.a.topics is a YAML alias, which is not followed; write the value itself",
                        "a is not a setting",
                        "b is not a setting");
    }

    @Test
    void deepNestingIsAProblem() {
        assertThat(problems("[".repeat(100_000))).hasSize(1);
    }

    @Test
    void thousandsOfProblemsAreCut() {
        assertThat(problems("zzz: 1\n".repeat(1000))).hasSize(101).last().isEqualTo("and 900 more problems");
    }

    @Test
    void severalProblemsStandOnLinesOfTheirOwn() {
        assertThatThrownBy(() -> load("aaa: 1\nbbb: 2"))
                .hasMessage("The configuration has 2 problems:\n  aaa is not a setting\n  bbb is not a setting");
    }

    private Path file() {
        return directory.resolve("racecar.yml");
    }

    private RacecarConfig load(String content) throws IOException {
        return RacecarConfig.builder()
                .environment(Map.of())
                .file(Files.writeString(file(), content))
                .build();
    }

    private List<String> problems(String content) {
        return catchThrowableOfType(InvalidConfigurationException.class, () -> load(content))
                .problems();
    }
}
