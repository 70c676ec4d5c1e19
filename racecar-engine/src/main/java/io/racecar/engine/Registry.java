package io.racecar.engine;

import io.racecar.BatchConsumer;
import io.racecar.Consumer;
import io.racecar.MessageConsumer;
import io.racecar.SubscribesTo;
import io.racecar.engine.Registration.TopicSource;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.codec.Json;
import io.racecar.engine.config.RacecarConfig;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what an application registers; {@link #resolve} finds everything that is wrong with it. */
final class Registry {
    private static final int DEFAULT_MAX_BYTES = 4_194_304;

    private final List<ClassEntry> classes = new ArrayList<>();
    private final List<LambdaEntry<?>> lambdas = new ArrayList<>();

    /** No factory: its constructor. */
    private record ClassEntry(Class<?> type, @Nullable Supplier<? extends Consumer<?>> factory) {}

    private record LambdaEntry<V>(String topic, Class<V> valueType, Consumer<V> consumer) {}

    void add(Class<?> type, @Nullable Supplier<? extends Consumer<?>> factory) {
        classes.add(new ClassEntry(Objects.requireNonNull(type, "type"), factory));
    }

    <V> void add(String topic, Class<V> valueType, Consumer<V> consumer) {
        lambdas.add(new LambdaEntry<>(
                Objects.requireNonNull(topic, "topic"),
                Objects.requireNonNull(valueType, "valueType"),
                Objects.requireNonNull(consumer, "consumer")));
    }

    /** The names that consumers will have, for settings to be matched against. */
    List<String> names(RacecarConfig config) {
        List<String> names = new ArrayList<>();
        classes.forEach(it -> names.addAll(names(it.type(), config)));
        lambdas.forEach(it -> names.add(ConsumerNames.ofTopic(it.topic())));
        return names;
    }

    /** The configuration's name wins over the class's; it may name a class twice. */
    private static List<String> names(Class<?> type, RacecarConfig config) {
        List<String> configured = config.consumerNames().stream()
                .filter(it ->
                        config.consumerClass(it).filter(type.getName()::equals).isPresent())
                .toList();
        return configured.isEmpty() ? List.of(ConsumerNames.ofClass(type)) : configured;
    }

    List<Registration<?>> resolve(RacecarConfig config, Json json, List<String> problems) {
        Map<String, Registration<?>> resolved = new LinkedHashMap<>();
        for (ClassEntry it : classes) {
            for (String name : names(it.type(), config)) {
                put(resolved, ofClass(name, it.type(), it.factory(), json, problems), problems);
            }
        }
        for (LambdaEntry<?> it : lambdas) {
            put(resolved, ofLambda(it, json, problems), problems);
        }
        for (String name : config.consumerNames()) {
            Optional<String> className = config.consumerClass(name);
            if (className.isPresent() && !resolved.containsKey(name)) {
                Class<?> type = load(name, className.get(), problems);
                put(resolved, type == null ? null : ofClass(name, type, null, json, problems), problems);
            }
        }
        return List.copyOf(resolved.values());
    }

    /**
     * Those whose classes the configuration names, as far as they can be known before the application registers what it
     * has: it may still have a factory for such a class, so constructors are left aside.
     */
    static List<Registration<?>> declared(Map<String, String> classes, Json json, List<String> problems) {
        List<Registration<?>> declared = new ArrayList<>();
        classes.forEach((name, className) -> {
            Class<?> type = load(name, className, problems);
            Registration<?> registration = type == null ? null : ofClass(name, type, Registry::notMade, json, problems);
            if (registration != null) {
                declared.add(registration);
            }
        });
        return declared;
    }

    private static Consumer<?> notMade() {
        throw new UnsupportedOperationException("nothing is started by a check");
    }

    private static void put(
            Map<String, Registration<?>> resolved, @Nullable Registration<?> added, List<String> problems) {
        if (added != null && resolved.putIfAbsent(added.name(), added) != null) {
            problems.add("two consumers are named " + added.name()
                    + "; rename one of the classes, or name it in the configuration as consumers.<name>.class");
        }
    }

    private static @Nullable Class<?> load(String name, String className, List<String> problems) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(className, true, context != null ? context : Registry.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            problems.add("consumers." + name + ".class is " + className
                    + ", which is not on the classpath; give a class's full name, with $ before a nested one");
            return null;
        }
    }

    private static @Nullable Registration<?> ofClass(
            String name,
            Class<?> type,
            @Nullable Supplier<? extends Consumer<?>> factory,
            Json json,
            List<String> problems) {
        int before = problems.size();
        String text = "the consumer class " + type.getTypeName();
        if (!ConsumerNames.isValid(name)) {
            problems.add(
                    text + (name.isEmpty() ? " is anonymous, so it has no name" : " would be named \"" + name + "\"")
                            + "; names are of a-z, 0-9 and single dashes: name it in the configuration as"
                            + " consumers.<name>.class, or rename it");
        }
        boolean messages = MessageConsumer.class.isAssignableFrom(type);
        boolean batches = BatchConsumer.class.isAssignableFrom(type);
        if (messages == batches) {
            problems.add(text + " is " + (messages ? "both" : "neither") + " a MessageConsumer "
                    + (messages ? "and" : "nor") + " a BatchConsumer; implement one of them");
        }
        List<TopicSource> sources = sources(type, text, problems);
        if (messages != batches) {
            try {
                Decoder.forConsumer(type, json).close();
            } catch (IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        Supplier<? extends Consumer<?>> made =
                factory != null ? checked(type, factory) : constructor(type, text, problems);
        return problems.size() > before || made == null
                ? null
                : registration(name, made, () -> Decoder.forConsumer(type, json), sources);
    }

    @SuppressWarnings("unchecked") // the decoder is made for the type that the consumer declares
    private static <V> Registration<V> registration(
            String name,
            Supplier<? extends Consumer<?>> factory,
            Supplier<? extends Decoder<?>> decoder,
            List<TopicSource> sources) {
        return new Registration<>(name, (Supplier<Consumer<V>>) factory, (Supplier<Decoder<V>>) decoder, sources);
    }

    private static <V> @Nullable Registration<V> ofLambda(LambdaEntry<V> entry, Json json, List<String> problems) {
        int before = problems.size();
        String name = ConsumerNames.ofTopic(entry.topic());
        if (!ConsumerNames.isValid(name)) {
            problems.add("the consumer of topic " + entry.topic() + " would be named \"" + name
                    + "\"; names are of a-z, 0-9 and single dashes: write a class for it");
        }
        try {
            Decoder.forType(entry.valueType(), json).close();
        } catch (IllegalArgumentException e) {
            problems.add("the consumer of topic " + entry.topic() + ": " + e.getMessage());
        }
        TopicSource source = new TopicSource(entry.topic(), null, true, DEFAULT_MAX_BYTES, List.of());
        return problems.size() > before
                ? null
                : new Registration<>(
                        name, entry::consumer, () -> Decoder.forType(entry.valueType(), json), List.of(source));
    }

    private static List<TopicSource> sources(Class<?> type, String text, List<String> problems) {
        SubscribesTo[] all = type.getAnnotationsByType(SubscribesTo.class);
        if (all.length == 0) {
            problems.add(text + " subscribes to nothing; annotate it with @SubscribesTo(\"topic\")");
        }
        List<TopicSource> sources = new ArrayList<>();
        for (SubscribesTo it : all) {
            if (it.value().isEmpty() == it.pattern().isEmpty()) {
                problems.add(text + " has a @SubscribesTo with "
                        + (it.value().isEmpty() ? "neither topic nor pattern" : "both topic and pattern")
                        + "; set one of them");
            } else {
                sources.add(new TopicSource(
                        it.value().isEmpty() ? null : it.value(),
                        it.pattern().isEmpty() ? null : it.pattern(),
                        it.startFromBeginning(),
                        it.maxBytesPerPartition(),
                        Arrays.asList(it.properties())));
            }
        }
        return sources;
    }

    private static Supplier<? extends Consumer<?>> checked(Class<?> type, Supplier<? extends Consumer<?>> factory) {
        return () -> Objects.requireNonNull(
                factory.get(), () -> "the factory of " + type.getTypeName() + " returned null; return an instance");
    }

    private static @Nullable Supplier<? extends Consumer<?>> constructor(
            Class<?> type, String text, List<String> problems) {
        if (Modifier.isAbstract(type.getModifiers())) {
            problems.add(text + " is abstract; register a class that can be instantiated, or a factory");
            return null;
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return () -> instantiate(constructor, text);
        } catch (NoSuchMethodException e) {
            problems.add(text + " has no constructor without parameters"
                    + (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())
                            ? ", as it is an inner class; make it static"
                            : "; add one, or register the class with a factory"));
            return null;
        } catch (RuntimeException e) {
            problems.add(
                    text + " cannot be instantiated from here (" + e.getMessage() + "); register it with a factory");
            return null;
        }
    }

    private static Consumer<?> instantiate(Constructor<?> constructor, String text) {
        try {
            return (Consumer<?>) constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the constructor of " + text + " failed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(text + " cannot be instantiated", e);
        }
    }
}
