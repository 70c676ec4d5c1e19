package io.racecar.jmx;

import java.lang.reflect.Method;
import java.security.AccessController;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import javax.management.remote.JMXPrincipal;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** Who calls an operation, as the connector has authenticated it. */
final class Caller {
    private static final String UNKNOWN = "JMX";
    private static final Optional<Method> CURRENT = current();

    private Caller() {}

    /** The caller's name, {@code JMX} where the connector asks for none. */
    static String name() {
        Subject subject = subject();
        if (subject == null) {
            return UNKNOWN;
        }
        Set<? extends Principal> known = subject.getPrincipals(JMXPrincipal.class);
        return (known.isEmpty() ? subject.getPrincipals() : known)
                .stream().map(Principal::getName).findFirst().orElse(UNKNOWN);
    }

    @SuppressWarnings("removal") // the only way on JDK 17; what follows it is there from JDK 18 on
    private static @Nullable Subject subject() {
        try {
            return CURRENT.isPresent()
                    ? (Subject) CURRENT.get().invoke(null)
                    : Subject.getSubject(AccessController.getContext());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Method> current() {
        try {
            return Optional.of(Subject.class.getMethod("current"));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }
}
