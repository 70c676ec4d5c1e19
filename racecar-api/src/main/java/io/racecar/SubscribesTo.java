package io.racecar;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Subscribes a consumer class to a topic, or to all topics whose name matches a pattern.
 *
 * <p>Repeat it to subscribe to several, each with its own settings. Exactly one of {@link #value()} and {@link
 * #pattern()} must be set; anything else is reported at registration, along with a topic name that Kafka refuses, a
 * pattern that does not compile, and a class without any subscription. A subclass inherits it unless it has its own.
 *
 * <pre>{@code
 * @SubscribesTo("orders")
 * @SubscribesTo(value = "clicks", startFromBeginning = false)
 * public final class ActivityConsumer implements MessageConsumer<Activity> { ... }
 * }</pre>
 */
@Documented
@Inherited
@Repeatable(SubscribesTo.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SubscribesTo {

    /**
     * The topic's name. A topic that does not exist yet is waited for; Racecar never creates it.
     *
     * @return the topic's name, or empty when a pattern is given
     */
    String value() default "";

    /**
     * A regular expression ({@link java.util.regex.Pattern}) for topic names, which must match the whole name. Topics
     * that come to match while the consumer runs are found within half a minute and read from their beginning.
     *
     * @return the regular expression, or empty when a topic is given
     */
    String pattern() default "";

    /**
     * Where the group starts when it has never committed an offset on the topic: at the beginning, so that all past
     * messages are handled, or, if {@code false}, at the end.
     *
     * <p>That choice is committed at once, so a restart continues where the first start stood. Later starts continue
     * from the committed offsets, and a partition that is added to the topic later is read from its beginning, either
     * way.
     *
     * @return whether to start at the beginning
     */
    boolean startFromBeginning() default true;

    /**
     * How much a broker returns at most of one partition per fetch, in bytes ({@code max.partition.fetch.bytes}); above
     * zero. A single message that is larger is still delivered.
     *
     * @return the limit in bytes, 4 MiB by default
     */
    int maxBytesPerPartition() default 4_194_304;

    /**
     * Raw Kafka consumer properties for this subscription, each as {@code "fetch.min.bytes=1"}. Those that Racecar owns
     * ({@code group.id}, {@code enable.auto.commit}, {@code auto.offset.reset} and others) are refused at registration.
     *
     * <p>Subscriptions whose client settings differ get a Kafka client each.
     *
     * @return the properties, none by default
     */
    String[] properties() default {};

    /** Holds several subscriptions of one class; written by the compiler. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {

        /**
         * The subscriptions, in the order in which they are written.
         *
         * @return the subscriptions
         */
        SubscribesTo[] value();
    }
}
