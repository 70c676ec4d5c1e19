package io.racecar.testing.security;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the {@link SecuredBroker}, and each an {@link Attempt} on it that is closed after the test. */
final class Secured implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == SecuredBroker.class || type == Attempt.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SecuredBroker broker = SecuredBroker.in(context);
        if (parameter.getParameter().getType() == SecuredBroker.class) {
            return broker;
        }
        return context.getStore(ExtensionContext.Namespace.create(Secured.class, context.getUniqueId()))
                .getOrComputeIfAbsent(Attempt.class, type -> new Attempt(broker));
    }
}
