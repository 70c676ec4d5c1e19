package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bean Validation is optional: settings are read on a class path without it. */
class WithoutValidationTest {
    @Test
    void jacksonReadsSettings() throws Exception {
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("validation-api"))
                .map(WithoutValidationTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Class<?> mapper = loader.loadClass("com.fasterxml.jackson.databind.ObjectMapper");

            Object config = mapper.getMethod("readValue", String.class, Class.class)
                    .invoke(
                            mapper.getConstructor().newInstance(),
                            "{\"clientId\": \"mine\"}",
                            loader.loadClass(RacecarConfig.class.getName()));

            assertThat(config.toString()).contains("clientId=mine");
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(entry, e);
        }
    }
}
