package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

    @Test
    void aClassIsStartedWithItsClassPathAndOptions() {
        assertThat(words("a.jar:classes", "com.example.Shop racecar consume x.yml", "-Xmx1g", "-Da=b c"))
                .containsExactly("/jdk/bin/java", "-Xmx1g", "-Da=b c", "-cp", "a.jar:classes", "com.example.Shop");
    }

    @Test
    void aJarIsStartedAsOneEvenWithSpacesInItsName() {
        assertThat(words("/my shop/shop.jar", "/my shop/shop.jar racecar consume"))
                .containsExactly("/jdk/bin/java", "-jar", "/my shop/shop.jar");
    }

    @Test
    void aClassOfAJarIsStartedAsAClass() {
        assertThat(words("shop.jar", "com.example.Shop")).endsWith("-cp", "shop.jar", "com.example.Shop");
    }

    @Test
    void noSecondDebuggerListens() {
        assertThat(words("a.jar", "Shop", "-agentlib:jdwp=transport=dt_socket,address=5005", "-Xint"))
                .containsExactly("/jdk/bin/java", "-Xint", "-cp", "a.jar", "Shop");
    }

    private static List<String> words(String classPath, String command, String... options) {
        Properties properties = new Properties();
        properties.setProperty("java.home", "/jdk");
        properties.setProperty("java.class.path", classPath);
        properties.setProperty("sun.java.command", command);
        return JavaCommand.of(properties, List.of(options)).words();
    }
}
