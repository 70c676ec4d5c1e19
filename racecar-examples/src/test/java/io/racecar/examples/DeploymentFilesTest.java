package io.racecar.examples;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.cli.ServerCommand;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.racecar.engine.config.EffectiveSetting;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in {@code config/} fits the application, and its parts one another. */
class DeploymentFilesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path CONFIG = ROOT.resolve("config");
    private static final String JAR = "racecar-examples.jar";
    private static final List<String> CONSUMERS =
            List.of("user-ban-consumer", "geo-coding-consumer", "archive-events-consumer");

    private final YAMLMapper yaml = new YAMLMapper();

    @ParameterizedTest
    @ValueSource(strings = {"development.yml", "production.yml"})
    void configurationsLoadWithoutProblemsAndWarnings(String file) throws Exception {
        RacecarConfig racecar = load(file).racecar().withConsumers(CONSUMERS);

        assertThat(racecar.problems()).isEmpty();
        assertThat(racecar.warnings()).isEmpty();
    }

    @Test
    void everyKeyIsInTheProductionConfigurationAndEachOneThereIsAKey() throws IOException {
        String everything =
                Files.readString(CONFIG.resolve("production.yml")).replaceAll("(?m)^( *)#(?=[ a-zA-Z]+:)", "$1");
        JsonNode racecar = yaml.readTree(everything).get("racecar");
        RacecarConfig config = RacecarConfig.builder().environment(Map.of()).build();

        Set<String> known =
                config.effective().stream().map(EffectiveSetting::path).collect(toSet());
        known.removeIf(path -> path.startsWith("consumers."));
        assertThat(paths(racecar, known)).containsAll(known);
        assertThat(paths(racecar, known)).allSatisfy(path -> assertThat(known).contains(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"groups", "failures", "offsets", "throughput", "producing", "the process", "watching", "single"})
    void eachSectionOfTheProductionConfigurationIsAcceptedWithoutItsComments(String section, @TempDir Path directory)
            throws Exception {
        String text = Files.readString(CONFIG.resolve("production.yml"));
        String block = matches(text, "(?s)(\n  # --- " + section + ".*?)(?=\n  # --- |\nserver:)")
                .get(0);
        String uncommented = block.replaceAll("(?m)^( *)#(?=[ a-zA-Z]+:)(?!.* for share groups only$)", "$1");
        Path file = Files.writeString(directory.resolve("production.yml"), text.replace(block, uncommented));

        assertThat(uncommented).isNotEqualTo(block);
        assertThat(load(file).racecar().withConsumers(CONSUMERS).problems()).isEmpty();
    }

    @Test
    void whatTheProductionConfigurationSaysIsForShareGroupsOnlyIs() throws IOException {
        String text = Files.readString(CONFIG.resolve("production.yml"));
        assertThat(matches(text, "(?m)^ *# *(\\w+: \\w+) .* for share groups only$"))
                .containsExactly("onGiveUp: drop");

        RacecarConfig.Builder elsewhere =
                RacecarConfig.builder().environment(Map.of()).set("deadLetter.onGiveUp", "drop");

        assertThatThrownBy(elsewhere::build)
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        it -> assertThat(it.problems())
                                .singleElement()
                                .asString()
                                .contains("works only with groupProtocol share"));
        assertThat(elsewhere.set("groupProtocol", "share").build().problems()).isEmpty();
    }

    @Test
    void kubernetesGivesAStopTheTimeThatItMayTake() throws Exception {
        assertThat(seconds(pod().get("terminationGracePeriodSeconds").asLong())).isGreaterThan(longestStop());
    }

    @Test
    void kubernetesReplacesAllPodsAtOnceAndProbesThem() throws Exception {
        assertThat(deployment().at("/spec/strategy/type").asText()).isEqualTo("Recreate");
        assertThat(container().at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health-check?type=ready");
        assertThat(probe("livenessProbe")).isEqualTo(probe("startupProbe"));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "8, true", "30, false", "-30, false"})
    void kubernetesRestartsWhatDoesNotTouchItsLivenessFile(long secondsAgo, boolean alive, @TempDir Path directory)
            throws Exception {
        Path file = directory.resolve(
                load("production.yml").racecar().livenessProbe().filePath());
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(secondsAgo)));

        assertThat(succeeds(probe("livenessProbe"), directory)).isEqualTo(alive);
    }

    @Test
    void kubernetesRestartsWhatHasNoLivenessFile(@TempDir Path directory) throws Exception {
        assertThat(succeeds(probe("livenessProbe"), directory)).isFalse();
    }

    @Test
    void theProbeAllowsWhatTheConfigurationSays() throws Exception {
        long seconds =
                load("production.yml").racecar().livenessProbe().maxInterval().toSeconds();

        assertThat(probe("livenessProbe").get(2))
                .endsWith("[ $age -ge -" + seconds + " ] && [ $age -le " + seconds + " ]");
        assertThat(load("production.yml").racecar().livenessProbe().enabled()).isTrue();
    }

    @Test
    void kubernetesTakesSecretsFromTheEnvironmentUnderNamesThatMeanSomething() throws Exception {
        Map<String, String> variables = new TreeMap<>();
        for (JsonNode variable : container().get("env")) {
            String name = variable.get("name").asText();
            boolean secret = name.endsWith("PASSWORD");
            assertThat(variable.has("value")).as(name).isNotEqualTo(secret);
            assertThat(variable.at("/valueFrom/secretKeyRef/key").isTextual())
                    .as(name)
                    .isEqualTo(secret);
            variables.put(name, variable.path("value").asText("from a secret"));
        }
        RacecarConfig config = RacecarConfig.builder().environment(variables).build();

        assertThat(config.warnings()).isEmpty();
        assertThat(Files.readString(CONFIG.resolve("production.yml")))
                .contains("${KAFKA_BROKERS", "${DATABASE_PASSWORD");
    }

    @Test
    void theImageHoldsWhatItsCommandsName() throws Exception {
        String dockerfile = Files.readString(CONFIG.resolve("Dockerfile"));
        List<String> copied = matches(dockerfile, "(?m)^COPY (\\S+) \\S+$");

        assertThat(copied).containsExactly("racecar-examples/target/" + JAR, "config/production.yml");
        assertThat(Files.readString(ROOT.resolve("racecar-examples/pom.xml")))
                .contains("<finalName>" + JAR.replace(".jar", "") + "</finalName>");
        assertThat(ROOT.resolve(copied.get(1))).exists();
        assertThat(dockerfile)
                .contains("\"-jar\", \"" + JAR + "\"]", "CMD [\"server\", \"config/production.yml\"]", "WORKDIR /app");
        assertThat(texts(container().get("args"))).containsExactly("server", "config/production.yml");
        assertThat(commandsOfTheApplication()).contains("server");
    }

    @Test
    void theContainerMayWriteWhereTheConfigurationSays() throws Exception {
        List<String> mounts = new ArrayList<>();
        container()
                .get("volumeMounts")
                .forEach(mount -> mounts.add(mount.get("mountPath").asText()));
        RacecarConfig racecar = load("production.yml").racecar();

        assertThat(mounts)
                .contains("/app/" + Path.of(pidfile()).getParent())
                .contains("/app/" + racecar.livenessProbe().filePath().getParent())
                .contains("/app/" + load("production.yml").archiveDirectory().getParent());
    }

    @Test
    void systemdRunsTheSameAndGivesAStopTheTimeThatItMayTake() throws Exception {
        String unit = Files.readString(CONFIG.resolve("systemd/racecar-example.service"));

        assertThat(matches(unit, "(?m)^ExecStart=\\S*java -jar \\S*/(\\S+ server) \\S*/config/production.yml$"))
                .containsExactly(JAR + " server");
        assertThat(seconds(Long.parseLong(
                        matches(unit, "(?m)^TimeoutStopSec=(\\d+)$").get(0))))
                .isGreaterThan(longestStop());
        Map<String, String> variables = new TreeMap<>();
        matches(unit, "(?m)^Environment=(\\S+)$")
                .forEach(it -> variables.put(it.split("=", 2)[0], it.split("=", 2)[1]));
        assertThat(variables).isNotEmpty();
        assertThat(RacecarConfig.builder().environment(variables).build().warnings())
                .isEmpty();
    }

    @Test
    void consumersAloneAreRestartedUnlessTheConfigurationIsWrong() throws Exception {
        String unit = Files.readString(CONFIG.resolve("systemd/racecar-example-consumers.service"));

        assertThat(unit)
                .contains("\nRestart=on-failure\n", "\nRestartPreventExitStatus=2\n", "\nSuccessExitStatus=143\n")
                .containsPattern("(?m)^ExecStart=\\S*java -jar \\S*/" + JAR + " racecar consume \\S*/production.yml$");
        Map<String, String> variables = new TreeMap<>();
        matches(unit, "(?m)^Environment=(\\S+)$")
                .forEach(it -> variables.put(it.split("=", 2)[0], it.split("=", 2)[1]));
        assertThat(RacecarConfig.builder().environment(variables).build().warnings())
                .isEmpty();
    }

    @Test
    void onlyWhatHttpNeedsDecidesWhoGetsRequests() throws Exception {
        JsonNode checks =
                yaml.readTree(CONFIG.resolve("production.yml").toFile()).at("/health/healthChecks");
        Map<String, Boolean> critical = new TreeMap<>();
        checks.forEach(
                it -> critical.put(it.get("name").asText(), it.get("critical").asBoolean()));

        assertThat(critical).containsEntry("database", true).containsEntry("racecar.producer", false);
        CONSUMERS.forEach(it -> assertThat(critical).containsEntry("racecar." + it, false));
    }

    @Test
    void theProcfileRunsCommandsOfTheApplication() throws Exception {
        List<String> commands = matches(
                Files.readString(CONFIG.resolve("Procfile")),
                "(?m)^(?:# )?[a-z]+: java -jar racecar-examples/target/" + JAR + " (\\S+) .*config/production.yml$");

        assertThat(commands).containsExactly("server", "racecar");
        assertThat(commandsOfTheApplication()).containsAll(commands);
    }

    private static ExampleConfiguration load(String file) throws Exception {
        return load(CONFIG.resolve(file));
    }

    private static ExampleConfiguration load(Path file) throws Exception {
        Bootstrap<ExampleConfiguration> bootstrap = bootstrap();
        return new YamlConfigurationFactory<>(
                        ExampleConfiguration.class,
                        bootstrap.getValidatorFactory().getValidator(),
                        bootstrap.getObjectMapper(),
                        "dw-test")
                .build(
                        new SubstitutingSourceProvider(
                                new FileConfigurationSourceProvider(), new EnvironmentVariableSubstitutor(false)),
                        file.toString());
    }

    private static Bootstrap<ExampleConfiguration> bootstrap() {
        ExampleApplication application = new ExampleApplication();
        Bootstrap<ExampleConfiguration> bootstrap = new Bootstrap<>(application);
        bootstrap.addCommand(new ServerCommand<>(application)); // as Application.run does
        application.initialize(bootstrap);
        return bootstrap;
    }

    private static List<String> commandsOfTheApplication() {
        return bootstrap().getCommands().stream().map(Command::getName).toList();
    }

    private static String pidfile() throws Exception {
        return load("production.yml").racecar().pidfile().orElseThrow().toString();
    }

    private static Duration longestStop() throws Exception {
        ExampleConfiguration configuration = load("production.yml");
        DefaultServerFactory server = (DefaultServerFactory) configuration.getServerFactory();
        Duration consumers = CONSUMERS.stream()
                .map(name -> configuration.racecar().consumer(name).shutdownTimeout())
                .max(Duration::compareTo)
                .orElseThrow();
        return consumers.plus(server.getShutdownGracePeriod().toJavaDuration());
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private JsonNode deployment() throws IOException {
        return yaml.readTree(CONFIG.resolve("kubernetes/deployment.yml").toFile());
    }

    private JsonNode pod() throws IOException {
        return deployment().at("/spec/template/spec");
    }

    private JsonNode container() throws IOException {
        return pod().at("/containers/0");
    }

    /** The paths of what has a value, down to the keys that are known. */
    private static List<String> paths(JsonNode section, Set<String> known) {
        List<String> paths = new ArrayList<>();
        section.properties().forEach(entry -> {
            String name = entry.getKey();
            if (known.contains(name) || !entry.getValue().isObject() || name.equals("consumers")) {
                paths.add(name);
            } else {
                paths(entry.getValue(), below(name, known)).forEach(path -> paths.add(name + "." + path));
            }
        });
        paths.remove("consumers");
        return paths;
    }

    private static Set<String> below(String section, Set<String> known) {
        return known.stream()
                .filter(path -> path.startsWith(section + "."))
                .map(path -> path.substring(section.length() + 1))
                .collect(toSet());
    }

    private List<String> probe(String name) throws IOException {
        return texts(container().at("/" + name + "/exec/command"));
    }

    private static boolean succeeds(List<String> command, Path directory) throws Exception {
        return new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("output").toFile())
                        .start()
                        .waitFor()
                == 0;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(it -> texts.add(it.asText()));
        return texts;
    }

    private static List<String> matches(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        List<String> groups = new ArrayList<>();
        while (matcher.find()) {
            groups.add(matcher.group(1));
        }
        return groups;
    }
}
