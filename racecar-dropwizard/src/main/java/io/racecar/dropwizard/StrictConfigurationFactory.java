package io.racecar.dropwizard;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationFactory;
import io.dropwizard.configuration.ConfigurationFactoryFactory;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.ConfigurationValidationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.racecar.engine.ConfiguredConsumers;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.config.YamlText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Refuses what Dropwizard would read otherwise than it was meant, leaves the file to Dropwizard, then refuses what no
 * consumer could start with, so that every command that reads the configuration reports it, {@code check} too. What is
 * wrong is a report for the console: its exception has no stack trace, which would only bury the text.
 */
final class StrictConfigurationFactory<T> implements ConfigurationFactory<T> {

    private static final String NO_MAPPING = "it must be a mapping of sections, such as \"racecar:\" and below it"
            + " \"  brokers: kafka1:9092\", but is a list or a single value";

    /** What Dropwizard says of a property that names an element of what is no list, or a key below a value. */
    private static final String NO_OVERRIDE = "Unable to override ";

    private final ConfigurationFactory<T> delegate;
    private final List<RacecarConfig> read;
    private final Function<RacecarConfig, List<String>> doubts;
    private final Consumer<String> warnings;

    private StrictConfigurationFactory(
            ConfigurationFactory<T> delegate,
            List<RacecarConfig> read,
            Function<RacecarConfig, List<String>> doubts,
            Consumer<String> warnings) {
        this.delegate = delegate;
        this.read = read;
        this.doubts = doubts;
        this.warnings = warnings;
    }

    /**
     * Makes such factories out of those of an application.
     *
     * @param doubts finds what is doubtful here and now, beside what is so anywhere
     * @param warnings is told what is doubtful
     */
    static <T> ConfigurationFactoryFactory<T> around(
            ConfigurationFactoryFactory<T> factories,
            Function<RacecarConfig, List<String>> doubts,
            Consumer<String> warnings) {
        return (type, validator, mapper, prefix) -> {
            List<RacecarConfig> read = new ArrayList<>();
            ObjectMapper extended =
                    mapper.copy().registerModule(new SettingsModule(new PropertyOverrides(prefix), read::add));
            return new StrictConfigurationFactory<>(
                    factories.create(type, validator, extended, prefix), read, doubts, warnings);
        };
    }

    @Override
    public T build(ConfigurationSourceProvider provider, String path) throws IOException, ConfigurationException {
        return reported(path, () -> delegate.build(source(provider, path), path));
    }

    @Override
    public T build() throws IOException, ConfigurationException {
        return reported("The default configuration", delegate::build);
    }

    private T reported(String path, Reading<T> reading) throws IOException, ConfigurationException {
        try {
            read.clear();
            T configuration = reading.read();
            for (RacecarConfig it : read.isEmpty() ? List.of(defaults(path)) : read) {
                refuse(path, ConfiguredConsumers.problems(it));
                it.warnings().forEach(warnings);
                doubts.apply(it).forEach(warnings);
            }
            return configuration;
        } catch (ConfigurationValidationException e) {
            throw withoutStackTrace(new RefusedFileException(path, withClasses(e.getErrors())));
        } catch (ConfigurationException e) {
            throw withoutStackTrace(e);
        } catch (IOException e) {
            throw withoutStackTrace(e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            String message = String.valueOf(e.getMessage());
            if (message.startsWith(NO_OVERRIDE)) {
                throw withoutStackTrace(new RefusedFileException(path, List.of(message)));
            }
            throw e;
        }
    }

    /** What is wrong with the classes of settings that were found wrong too. */
    private List<String> withClasses(Collection<String> errors) {
        List<String> all = new ArrayList<>(errors);
        for (RacecarConfig it : read) {
            ConfiguredConsumers.problems(it).stream()
                    .filter(problem -> !it.problems().contains(problem))
                    .forEach(all::add);
        }
        return all;
    }

    /** Of a configuration without a block: the environment applies all the same. */
    private static RacecarConfig defaults(String path) throws RefusedFileException {
        try {
            return RacecarConfig.builder().build();
        } catch (InvalidConfigurationException e) {
            throw new RefusedFileException(path, e.problems());
        }
    }

    private interface Reading<T> {
        T read() throws IOException, ConfigurationException;
    }

    private ConfigurationSourceProvider source(ConfigurationSourceProvider provider, String path)
            throws IOException, ConfigurationException {
        byte[] content;
        try (InputStream input = provider.open(path)) {
            content = YamlText.bytes(input);
        }
        YamlText text = YamlText.of(content);
        if (!text.malformed() || delegate instanceof YamlConfigurationFactory) {
            // Before Dropwizard's own report, which quotes the line: it may hold a password.
            refuse(path, text.unreadable().map(List::of).orElseGet(text::problems));
            refuse(path, text.isMapping() ? List.of() : List.of(NO_MAPPING));
        }
        return samePath -> new ByteArrayInputStream(content);
    }

    private static void refuse(String path, List<String> problems) throws RefusedFileException {
        if (!problems.isEmpty()) {
            throw new RefusedFileException(path, problems);
        }
    }

    private static <E extends Exception> E withoutStackTrace(E e) {
        e.setStackTrace(new StackTraceElement[0]);
        return e;
    }
}
