package io.racecar.engine.codec;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.racecar.Consumer;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the V of the {@code Consumer<V>} that a class implements, through its superclasses and interfaces.
 *
 * <p>Jackson's own resolution reads whatever is left open as Object; here that is an error.
 */
final class DeclaredValueType {
    private static final TypeVariable<?> VALUE = Consumer.class.getTypeParameters()[0];

    private final Class<?> consumer;
    private final TypeFactory types;
    private final Map<TypeVariable<?>, Type> arguments = new HashMap<>();

    DeclaredValueType(Class<?> consumer, TypeFactory types) {
        this.consumer = consumer;
        this.types = types;
    }

    JavaType resolve() {
        collectArguments(consumer);
        return resolve(VALUE);
    }

    /** A type variable belongs to the one class that declares it, so one map serves the whole hierarchy. */
    private void collectArguments(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            TypeVariable<?>[] variables = rawClass(parameterized).getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                arguments.put(variables[i], parameterized.getActualTypeArguments()[i]);
            }
        }
        Class<?> raw = type instanceof ParameterizedType parameterized ? rawClass(parameterized) : (Class<?>) type;
        if (raw.getGenericSuperclass() != null) {
            collectArguments(raw.getGenericSuperclass());
        }
        for (Type parent : raw.getGenericInterfaces()) {
            collectArguments(parent);
        }
    }

    private JavaType resolve(Type type) {
        if (type instanceof Class<?> plain) {
            return resolveClass(plain);
        }
        if (type instanceof ParameterizedType parameterized) {
            JavaType[] resolved = Stream.of(parameterized.getActualTypeArguments())
                    .map(this::resolve)
                    .toArray(JavaType[]::new);
            return types.constructParametricType(rawClass(parameterized), resolved);
        }
        if (type instanceof GenericArrayType array) {
            return types.constructArrayType(resolve(array.getGenericComponentType()));
        }
        if (type instanceof TypeVariable<?> variable) {
            return resolveVariable(variable);
        }
        throw open("the wildcard " + type.getTypeName() + " could be anything");
    }

    private JavaType resolveClass(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        if (element.getTypeParameters().length > 0) {
            throw open(element.getTypeName() + " stands there without its type arguments");
        }
        return types.constructType(type);
    }

    private JavaType resolveVariable(TypeVariable<?> variable) {
        Type argument = arguments.get(variable);
        if (argument == null) {
            throw open(
                    variable + " of " + ((Class<?>) variable.getGenericDeclaration()).getTypeName() + " is left open");
        }
        return resolve(argument);
    }

    private IllegalArgumentException open(String problem) {
        return new IllegalArgumentException(consumer.getTypeName()
                + " must say which type the values of its messages have,"
                + " but " + problem + "; write the type out, as in implements MessageConsumer<Pageview>, or register a"
                + " lambda together with its topic and the class of its values");
    }

    private static Class<?> rawClass(ParameterizedType type) {
        return (Class<?>) type.getRawType();
    }
}
