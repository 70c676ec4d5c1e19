package io.racecar.engine.config;

import java.util.Objects;

/** The name of a class on the classpath that is of a wanted type. */
record ClassNameType(Class<?> wanted) implements ValueType<String> {
    @Override
    public String read(Object given) throws InvalidValueException {
        String name = given instanceof Class<?> type
                ? type.getName()
                : given.toString().strip();
        if (!wanted.isAssignableFrom(load(name))) {
            throw new InvalidValueException("it is another kind of class");
        }
        return name;
    }

    private static Class<?> load(String name) throws InvalidValueException {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(
                    name, false, Objects.requireNonNullElse(ofThread, ClassNameType.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError unusable) {
            throw new InvalidValueException("there is no such class on the classpath");
        }
    }

    @Override
    public String allowed() {
        return "the name of a class that implements " + wanted.getName();
    }
}
