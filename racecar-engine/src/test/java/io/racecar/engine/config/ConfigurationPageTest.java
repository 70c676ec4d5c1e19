package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps {@code docs/configuration.md} true. */
class ConfigurationPageTest {

    private final String page;

    ConfigurationPageTest() throws IOException {
        page = Files.readString(Path.of("../docs/configuration.md"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingHasItsRow(Setting<?> setting) {
        assertThat(page).contains(row(setting));
    }

    @Test
    void noRowIsWithoutASetting() {
        assertThat(page.lines().filter(line -> line.matches("\\| `.+ \\|.* \\|.* \\|.* \\|")))
                .hasSameSizeAs(Settings.ALL);
    }

    static List<Setting<?>> settings() {
        return Settings.ALL;
    }

    private static <T> String row(Setting<T> setting) {
        T standard = setting.standard();
        String text = standard == null || standard.toString().equals("{}")
                ? ""
                : "`" + setting.type().print(standard) + "`";
        String kafka = setting.kafkaProperty() == null ? "" : "`" + setting.kafkaProperty() + "`";
        return "| `%s`%s | %s | %s | %s |\n"
                .formatted(
                        setting.path(),
                        setting.scope() == Setting.Scope.CONSUMER ? "*" : "",
                        text,
                        setting.meaning(),
                        kafka)
                .replace("|  |", "| |")
                .replace("<", "\\<");
    }
}
