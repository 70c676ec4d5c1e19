package io.racecar.engine.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the guide whose tables of settings, below comments that name them, follow from the catalogue. */
record ConfigurationPage(String text) {
    private static final Pattern TABLE = Pattern.compile("<!-- settings: (.*) -->\\n\\n?(\\|.*\\n)*");
    private static final String HEAD = """
            | key | default | values | what it does | Kafka property |
            | --- | --- | --- | --- | --- |
            """;

    /** The same page with its tables as they should be. */
    ConfigurationPage generated() {
        return new ConfigurationPage(
                TABLE.matcher(text).replaceAll(table -> Matcher.quoteReplacement(generated(table))));
    }

    /** The settings that have a place on the page, each as often as it has one. */
    List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>();
        TABLE.matcher(text).results().forEach(table -> settings.addAll(settings(table)));
        return settings;
    }

    private static String generated(MatchResult table) {
        StringBuilder text = new StringBuilder("<!-- settings: " + table.group(1) + " -->\n\n" + HEAD);
        settings(table).forEach(setting -> text.append(row(setting)));
        return text.toString();
    }

    private static List<Setting<?>> settings(MatchResult table) {
        return Arrays.stream(table.group(1).split(" "))
                .<Setting<?>>map(ConfigurationPage::setting)
                .toList();
    }

    private static Setting<?> setting(String path) {
        return Settings.ALL.stream()
                .filter(setting -> setting.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "docs/configuration.md names the setting " + path + ", which is not in the catalogue"));
    }

    private static <T> String row(Setting<T> setting) {
        T standard = setting.standard();
        boolean none = standard == null || setting.map().isPresent();
        String kafka = setting.kafkaProperty();
        return "| `%s`%s | %s | %s | %s | %s |\n"
                .formatted(
                        setting.path(),
                        setting.scope() == Setting.Scope.CONSUMER ? "*" : "",
                        none ? "" : "`" + setting.type().print(standard) + "`",
                        setting.type().range(),
                        setting.meaning(),
                        kafka == null ? "" : "`" + kafka + "`")
                .replace("|  |", "| |")
                .replace("<", "\\<");
    }
}
