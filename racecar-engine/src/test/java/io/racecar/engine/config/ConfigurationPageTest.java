package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/configuration.md} true; writes its tables when it is run with {@code -Dracecar.writeDocs=true}. */
class ConfigurationPageTest {
    private static final Path FILE = Path.of("../docs/configuration.md");

    private final ConfigurationPage page;

    ConfigurationPageTest() throws IOException {
        page = new ConfigurationPage(Files.readString(FILE));
    }

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("racecar.writeDocs")) {
            Files.writeString(
                    FILE,
                    new ConfigurationPage(Files.readString(FILE)).generated().text());
        }
    }

    @Test
    void thePageIsWhatTheCatalogueSays() {
        assertThat(page.text())
                .as("docs/configuration.md is not what the settings say; write its tables with"
                        + " mvn -pl racecar-engine -am test -Dtest=ConfigurationPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dracecar.writeDocs=true")
                .isEqualTo(page.generated().text());
    }

    @Test
    void everySettingHasItsPlaceOnce() {
        assertThat(page.settings())
                .as("the settings in the comments <!-- settings: … --> of docs/configuration.md")
                .containsExactlyInAnyOrderElementsOf(Settings.ALL);
    }
}
