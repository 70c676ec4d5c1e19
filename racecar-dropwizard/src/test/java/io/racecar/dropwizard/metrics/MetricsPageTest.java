package io.racecar.dropwizard.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/metrics.md} true; writes its tables when it is run with {@code -Dracecar.writeDocs=true}. */
class MetricsPageTest {
    private static final Path FILE = Path.of("../docs/metrics.md");

    private final MetricsPage page;

    MetricsPageTest() throws IOException {
        page = new MetricsPage(Files.readString(FILE));
    }

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("racecar.writeDocs")) {
            Files.writeString(
                    FILE, new MetricsPage(Files.readString(FILE)).generated().text());
        }
    }

    @Test
    void thePageIsWhatTheCatalogueSays() {
        assertThat(page.text())
                .as("docs/metrics.md is not what the catalogue says; write its tables with"
                        + " mvn -pl racecar-dropwizard -am test -Dtest=MetricsPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dracecar.writeDocs=true")
                .isEqualTo(page.generated().text());
    }

    @Test
    void everyTableHasItsPlaceOnce() {
        assertThat(page.tables()).containsExactlyInAnyOrderElementsOf(MetricsPage.TABLES.keySet());
    }
}
