package io.racecar.dropwizard;

import io.dropwizard.configuration.ConfigurationException;
import java.util.List;

/** Says that mappings of a configuration file hold keys twice. */
final class DuplicateKeysException extends ConfigurationException {

    private static final long serialVersionUID = 1L;

    DuplicateKeysException(String path, List<String> problems) {
        super(path, problems);
    }
}
