package io.racecar.dropwizard;

import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationFactory;
import io.dropwizard.configuration.ConfigurationFactoryFactory;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.racecar.engine.config.YamlText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Refuses what Dropwizard would read otherwise than it was meant, then leaves the file to Dropwizard. What either finds
 * wrong is a report for the console: its exception has no stack trace, which would only bury the text.
 */
final class StrictConfigurationFactory<T> implements ConfigurationFactory<T> {

    private final ConfigurationFactory<T> delegate;

    StrictConfigurationFactory(ConfigurationFactory<T> delegate) {
        this.delegate = delegate;
    }

    /** What makes such factories out of those of an application. */
    static <T> ConfigurationFactoryFactory<T> around(ConfigurationFactoryFactory<T> factories) {
        return (type, validator, mapper, prefix) -> {
            Module overrides = new PropertyOverrides(prefix);
            ObjectMapper extended = mapper.copy().registerModule(overrides);
            return new StrictConfigurationFactory<>(factories.create(type, validator, extended, prefix));
        };
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
            source = YamlText.bytes(input);
        }
        YamlText text = YamlText.of(source);
        if (!text.malformed() || delegate instanceof YamlConfigurationFactory) {
            refuse(path, text); // before Dropwizard's own report, which quotes the line: it may hold a password
        }
        return delegate.build(samePath -> new ByteArrayInputStream(source), path);
    }

    private static void refuse(String path, YamlText text) throws RefusedFileException {
        List<String> problems = text.unreadable().map(List::of).orElseGet(text::problems);
        if (!problems.isEmpty()) {
            throw new RefusedFileException(path, problems);
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

    private static <E extends Exception> E withoutStackTrace(E e) {
        e.setStackTrace(new StackTraceElement[0]);
        return e;
    }
}
