package io.racecar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestTest {

    @TempDir
    private Path directory;

    @Test
    void runsEverythingThreeTimesUnlessToldOtherwise() throws Exception {
        Options options = parse();

        assertThat(options.scenarios()).extracting(Scenario::name).contains("no-op", "latency", "large");
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.timeout()).isEqualTo(Duration.ofMinutes(3));
        assertThat(options.json()).isNull();
        assertThat(options.list()).isFalse();
    }

    @Test
    void takesNamesTogetherOrOneByOne() throws Exception {
        Options options = parse("--scenario", "no-op,sleep", "--scenario", "start", "--peer", "bare,racecar");

        assertThat(options.scenarios()).extracting(Scenario::name).containsExactly("no-op", "sleep", "start");
        assertThat(options.scenarios().get(0).contenders())
                .extracting(Contender::peer)
                .containsOnly("bare", "racecar");
    }

    @Test
    void changesTheNumberOfRecordsWhereThatIsNotWhatIsMeasured() throws Exception {
        Options options = parse("--scenario", "no-op,start", "--records", "20000");

        assertThat(options.scenarios())
                .extracting(scenario -> scenario.data().records())
                .containsExactly(20_000, 1);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertUsage(() -> parse("--scenario", "no-op,fast"), "--scenario must be one of no-op, batch", "but was fast");
        assertUsage(() -> parse("--peer", "ruby"), "--peer must be one of bare, spring", "but was ruby");
        assertUsage(() -> parse("--frob"), "unrecognized arguments: '--frob'");
        assertUsage(() -> parse("--rounds", "many"), "--rounds");
        assertUsage(() -> parse("--rounds", "0"), "--rounds must be 1 or more but was 0");
        assertUsage(() -> parse("--records", "9"), "--records must be 10 or more but was 9");
        assertUsage(
                () -> parse("--scenario", "poison", "--peer", "spring"),
                "--scenario [poison] leaves nothing to run with --peer [spring]");
    }

    @Test
    void refusesFilesThatCannotBeWrittenBeforeAnythingRuns() {
        assertUsage(() -> parse("--json", directory.resolve("none/x.json").toString()), "--json must be a file");
        assertUsage(() -> parse("--html", directory.toString()), "--html must be a file");
    }

    @Test
    void leavesVirtualThreadsOutWhereTheJdkHasNone() throws Exception {
        assertThat(parse("--java-home", jdk("17.0.15").toString()).scenarios())
                .extracting(Scenario::name)
                .doesNotContain("virtual-threads");
        assertThat(parse("--java-home", jdk("25.0.1").toString()).scenarios())
                .extracting(Scenario::name)
                .contains("virtual-threads");
        assertUsage(
                () -> parse(
                        "--scenario",
                        "virtual-threads",
                        "--java-home",
                        jdk("17.0.15").toString()),
                "leaves nothing to run",
                "on JDK 17");
    }

    @Test
    void refusesADirectoryWithoutAJdk() {
        assertUsage(() -> parse("--java-home", directory.toString()), "--java-home must be the directory of a JDK");
    }

    @Test
    void helpsWithStatusZero() {
        assertThatThrownBy(() -> parse("--help"))
                .isInstanceOfSatisfying(
                        UsageException.class, help -> assertThat(help.status()).isZero())
                .hasMessageContainingAll("--scenario", "--peer", "--records", "--rounds", "--json", "--html", "--list");
    }

    private static Options parse(String... args) throws UsageException {
        return new Request(Catalogue.scenarios(), new CommandLine().parse(args)).options();
    }

    private static void assertUsage(ThrowingCallable parsing, String... texts) {
        assertThatThrownBy(parsing)
                .isInstanceOfSatisfying(
                        UsageException.class, e -> assertThat(e.status()).isEqualTo(2))
                .hasMessageContainingAll(texts);
    }

    private Path jdk(String version) throws IOException {
        Path home = Files.createDirectories(directory.resolve(version));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        if (Files.notExists(java)) {
            Files.createFile(java);
        }
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return home;
    }
}
