package io.racecar.dropwizard;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationFactory;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.racecar.engine.config.YamlError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Refuses a file in which a key stands twice, then leaves it to Dropwizard, which would take the last one silently. What
 * either finds wrong is a report for the console: its exception has no stack trace, which would only bury the text.
 */
final class UniqueKeysConfigurationFactory<T> implements ConfigurationFactory<T> {

    private final ConfigurationFactory<T> delegate;

    UniqueKeysConfigurationFactory(ConfigurationFactory<T> delegate) {
        this.delegate = delegate;
    }

    @Override
    public T build(ConfigurationSourceProvider provider, String path) throws IOException, ConfigurationException {
        try {
            return read(provider, path);
        } catch (ConfigurationException e) {
            throw withoutStackTrace(e);
        } catch (IOException e) {
            throw withoutStackTrace(e);
        }
    }

    private T read(ConfigurationSourceProvider provider, String path) throws IOException, ConfigurationException {
        byte[] source;
        try (InputStream input = provider.open(path)) {
            source = input.readAllBytes();
        }
        List<String> duplicates = DuplicateKeys.in(source);
        if (!duplicates.isEmpty()) {
            throw refused(path, duplicates);
        }
        try {
            return delegate.build(samePath -> new ByteArrayInputStream(source), path);
        } catch (ConfigurationException e) {
            throw malformed(source)
                    .map(problem -> refused(path, List.of(problem)))
                    .orElse(e);
        }
    }

    @Override
    public T build() throws IOException, ConfigurationException {
        try {
            return delegate.build();
        } catch (ConfigurationException e) {
            throw withoutStackTrace(e);
        }
    }

    private static ConfigurationException refused(String path, List<String> problems) {
        return new RefusedFileException(path, problems);
    }

    /** Dropwizard's own report quotes the line that is not YAML, which may hold a password. */
    private static Optional<String> malformed(byte[] source) throws IOException {
        try (JsonParser parser = new YAMLFactory().createParser(source)) {
            while (parser.nextToken() != null) {
                parser.getText();
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.of(new YamlError(e).text());
        }
    }

    private static <E extends Exception> E withoutStackTrace(E e) {
        e.setStackTrace(new StackTraceElement[0]);
        return e;
    }
}
