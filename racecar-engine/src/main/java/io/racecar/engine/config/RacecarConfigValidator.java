package io.racecar.engine.config;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

/** Reports each problem of a configuration as a violation. Public because Bean Validation makes instances of it. */
public final class RacecarConfigValidator implements ConstraintValidator<ValidRacecarConfig, RacecarConfig> {
    /** For Bean Validation. */
    public RacecarConfigValidator() {}

    @Override
    public boolean isValid(@Nullable RacecarConfig config, ConstraintValidatorContext context) {
        if (config == null || config.problems().isEmpty()) {
            return true;
        }
        context.disableDefaultConstraintViolation();
        config.problems()
                .forEach(problem -> context.buildConstraintViolationWithTemplate(literal(problem))
                        .addConstraintViolation());
        return false;
    }

    /** Problems quote what users wrote, which must not be taken for a message's expression. */
    private static String literal(String problem) {
        return problem.replaceAll("([\\\\{}$])", "\\\\$1");
    }
}
