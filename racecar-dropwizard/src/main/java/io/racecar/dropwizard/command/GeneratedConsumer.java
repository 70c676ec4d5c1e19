package io.racecar.dropwizard.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * A consumer class to start from.
 *
 * @param packageName empty for none
 */
record GeneratedConsumer(String packageName, String className, String topic, boolean batch) {
    private static final String SUFFIX = "Consumer";

    /** Names without the suffix that would hide an interface which generated classes implement. */
    private static final Set<String> TAKEN = Set.of("Message", "Batch");

    /**
     * Checks and completes what a user gives.
     *
     * @param name {@code TapDance}, {@code TapDanceConsumer}, {@code tap-dance} or {@code tap_dance}
     * @param topic null for the name in dashes
     */
    static GeneratedConsumer of(String name, String packageName, @Nullable String topic, boolean batch)
            throws UsageException {
        String camelCase = Stream.of(name.split("[-_]", -1))
                .map(it -> it.isEmpty() ? it : it.substring(0, 1).toUpperCase(Locale.ROOT) + it.substring(1))
                .collect(Collectors.joining());
        String base =
                camelCase.endsWith(SUFFIX) ? camelCase.substring(0, camelCase.length() - SUFFIX.length()) : camelCase;
        if (base.isEmpty() || !SourceVersion.isIdentifier(base)) {
            throw new UsageException(
                    "a consumer's name must be one that a Java class may have, as TapDance, but was " + name);
        }
        if (TAKEN.contains(base)) {
            throw new UsageException("a consumer cannot be named " + name + ", as " + base + SUFFIX
                    + " is Racecar's own; name it after what it does, as TapDance");
        }
        if (!packageName.isEmpty() && !SourceVersion.isName(packageName)) {
            throw new UsageException("--package must be a Java package, as com.example.dance, but was " + packageName);
        }
        return new GeneratedConsumer(packageName, base + SUFFIX, topic == null ? DashedName.of(base) : topic, batch);
    }

    Path file(Path directory) {
        return directory.resolve(packageName.replace('.', '/')).resolve(className + ".java");
    }

    String source() {
        return Template.read(batch ? "BatchConsumer.java.template" : "MessageConsumer.java.template")
                .with("package", packageName.isEmpty() ? "" : "package " + packageName + ";\n\n")
                .with("class", className)
                .with("topic", topic.replace("\\", "\\\\").replace("\"", "\\\""))
                .text();
    }
}
