package io.racecar.dropwizard;

import io.dropwizard.configuration.ConfigurationException;
import java.util.List;

/** Says what is wrong with a configuration file that Dropwizard would accept, or would report with its content. */
final class RefusedFileException extends ConfigurationException {

    private static final long serialVersionUID = 1L;

    RefusedFileException(String path, List<String> problems) {
        super(path, problems);
    }
}
