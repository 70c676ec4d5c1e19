package io.racecar.testing;

import io.racecar.engine.Racecar;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives the tests of a JUnit class real brokers, and what they need to run consumers on them.
 *
 * <pre>{@code
 * @ExtendWith(RacecarExtension.class)
 * class UserBanConsumerIT {
 *     @Test
 *     void bansAreStored(EmbeddedKafka kafka, Racecar.Builder builder) {
 *         kafka.createTopic("user_banned", 4);
 *         Racecar racecar = builder.consumer(UserBanConsumer.class, () -> new UserBanConsumer(users)).build();
 *         racecar.start();
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>Tests and their life cycle methods may have parameters of these types:
 *
 * <ul>
 *   <li>{@link EmbeddedKafka}: started before the first test of the class and closed after the last one; nested classes
 *       share it.
 *   <li>{@link Racecar.Builder}: a new one for each parameter, pointed at these brokers and otherwise with the default
 *       settings. Whatever is built with it is closed after the test.
 * </ul>
 *
 * <p>With {@code @ExtendWith} there is one broker. For anything else, register what {@link #with} makes, in a static field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RacecarExtension RACECAR = RacecarExtension.with(EmbeddedKafka.builder().brokers(3));
 * }</pre>
 *
 * <p>Thread-safe: the tests of a class may run in parallel.
 */
public final class RacecarExtension
        implements ParameterResolver, BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(RacecarExtension.class);

    private final Supplier<EmbeddedKafka> brokers;

    /** Makes an extension that starts one broker; JUnit calls it. */
    public RacecarExtension() {
        this(EmbeddedKafka.builder());
    }

    private RacecarExtension(EmbeddedKafka.Builder brokers) {
        this.brokers = brokers::start;
    }

    /**
     * Makes an extension that starts other brokers, for a static field with {@code @RegisterExtension}.
     *
     * @param brokers what to start, once for each class
     * @return the extension
     */
    public static RacecarExtension with(EmbeddedKafka.Builder brokers) {
        return new RacecarExtension(brokers);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // Found in the enclosing class where there is one.
        store(context).getOrComputeIfAbsent(EmbeddedKafka.class, type -> brokers.get(), EmbeddedKafka.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == EmbeddedKafka.class || type == Racecar.Builder.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        EmbeddedKafka kafka = store(context).get(EmbeddedKafka.class, EmbeddedKafka.class);
        if (kafka == null) {
            throw new ParameterResolutionException(
                    "RacecarExtension is registered for an instance, so it has no brokers;"
                            + " make the field of @RegisterExtension static, or use @ExtendWith on the class");
        }
        return parameter.getParameter().getType() == EmbeddedKafka.class ? kafka : builder(kafka, context);
    }

    private static Racecar.Builder builder(EmbeddedKafka kafka, ExtensionContext context) {
        OpenRacecars open = store(context)
                .getOrComputeIfAbsent(context.getUniqueId(), id -> new OpenRacecars(), OpenRacecars.class);
        return kafka.racecar().onBuild(open::add);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        closeRacecars(context);
    }

    /** Removes only what belongs to this class: an enclosing one keeps its brokers. */
    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        try {
            closeRacecars(context);
        } finally {
            EmbeddedKafka kafka = store(context).remove(EmbeddedKafka.class, EmbeddedKafka.class);
            if (kafka != null) {
                kafka.close();
            }
        }
    }

    private static void closeRacecars(ExtensionContext context) throws Exception {
        OpenRacecars open = store(context).remove(context.getUniqueId(), OpenRacecars.class);
        if (open != null) {
            open.close();
        }
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
