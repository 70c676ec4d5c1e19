package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tries each key from each source; walks the catalogue, so that a key that is added is tried too. */
class EveryKeyTest {
    private final Findings findings = new Findings();

    @ParameterizedTest
    @MethodSource("io.racecar.engine.config.Samples#keys")
    void aVariableSetsIt(Key key) {
        String variable = "RACECAR_" + key.variable();

        sets(key, Source.ENVIRONMENT, value -> new Sources(YamlFile.NONE, Map.of(variable, value), Map.of(), Map.of()));

        assertThat(findings.warnings()).noneMatch(warning -> warning.contains("matches no setting"));
        assertThat(variable).matches("[A-Z][A-Z0-9_]*[A-Z0-9]");
    }

    @ParameterizedTest
    @MethodSource("io.racecar.engine.config.Samples#keys")
    void theFileSetsIt(Key key) {
        sets(
                key,
                Source.FILE,
                value -> new Sources(new YamlFile(nested(key.path(), value), List.of()), Map.of(), Map.of(), Map.of()));
    }

    @ParameterizedTest
    @MethodSource("io.racecar.engine.config.Samples#keys")
    void theCommandLineSetsIt(Key key) {
        sets(
                key,
                Source.COMMAND_LINE,
                value -> new Sources(YamlFile.NONE, Map.of(), Map.of(key.path(), value), Map.of()));
    }

    @ParameterizedTest
    @MethodSource("io.racecar.engine.config.Samples#keys")
    void codeSetsIt(Key key) {
        sets(key, Source.CODE, value -> new Sources(YamlFile.NONE, Map.of(), Map.of(), Map.of(key.path(), value)));
    }

    @ParameterizedTest
    @MethodSource("io.racecar.engine.config.Samples#keys")
    void aMisspeltOneIsRecognized(Key key) {
        String path = key.setting().path();
        String misspelt = path.charAt(0) + path.substring(2);
        String prefix = key.path().substring(0, key.path().length() - path.length());

        read(new Sources(YamlFile.NONE, Map.of(), Map.of(), Map.of(prefix + misspelt, "x")));

        assertThat(findings.problems()).contains(prefix + misspelt + " is not a setting; did you mean " + path + "?");
    }

    @ParameterizedTest
    @MethodSource("io.racecar.engine.config.Samples#keys")
    void whatItDoesNotAcceptIsAProblemThatNamesItAndTheVariable(Key key) {
        String variable = "RACECAR_" + key.variable();

        String wrong = key.setting().map().isPresent() ? "neither name nor value" : " ";

        read(new Sources(YamlFile.NONE, Map.of(variable, wrong), Map.of(), Map.of()));

        assertThat(findings.problems())
                .filteredOn(problem -> problem.startsWith(key.path() + " (" + variable + ") must be "))
                .hasSize(1);
    }

    @Test
    void thereIsAValueForAllButFiles() {
        assertThat(Settings.ALL)
                .filteredOn(setting -> Samples.of(setting).isEmpty())
                .extracting(Setting::path)
                .allMatch(path -> path.matches("(ssl|sasl)\\..*(Location|keytab)"));
    }

    private interface FromValue {
        Sources of(String value);
    }

    private void sets(Key key, Source source, FromValue sources) {
        Optional<String> sample = Samples.of(key.setting());
        if (sample.isPresent()) {
            assertThat(read(sources.of(sample.get()))).contains(effective(key, sample.get(), source));
        } else {
            Path file = Path.of("no", "such", "file");
            read(sources.of(file.toString()));
            assertThat(findings.problems())
                    .anyMatch(problem -> problem.startsWith(key.path()) && problem.contains("but was " + file + "; "));
        }
    }

    private static EffectiveSetting effective(Key key, String sample, Source source) {
        return key.setting().map().isPresent()
                ? new EffectiveSetting(key.path() + ".a", "b", source)
                : new EffectiveSetting(key.path(), printed(key.setting(), sample), source);
    }

    private static <T> String printed(Setting<T> setting, String sample) {
        try {
            return setting.type().print(setting.type().read(sample));
        } catch (InvalidValueException e) {
            throw new IllegalStateException(setting.path() + " does not accept its sample", e);
        }
    }

    private static Object nested(String path, Object value) {
        int dot = path.indexOf('.');
        return dot < 0 ? Map.of(path, value) : Map.of(path.substring(0, dot), nested(path.substring(dot + 1), value));
    }

    private List<EffectiveSetting> read(Sources sources) {
        return new Listing(sources.read(Set.of(Samples.CONSUMER), true, findings)).settings();
    }
}
