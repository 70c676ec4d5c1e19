package io.racecar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message to be produced.
 *
 * <pre>{@code
 * OutgoingMessage.to("pageviews-with-country").key(pageview.id()).json(enriched)
 * }</pre>
 *
 * <p>Immutable and thread-safe: each method returns a changed copy and leaves this one as it is, so a half-filled
 * message may be kept and completed many times. Arrays and objects for JSON are not copied: they must not be changed
 * until the message is acknowledged.
 *
 * <p>To be produced, it needs a {@linkplain #value(String) value}, an object for {@linkplain #json JSON} or a
 * {@linkplain #tombstone tombstone}; producing it without is an {@link IllegalStateException}, because a forgotten
 * value must not delete a key. It prints its topic, and its partition if one is set, never its content.
 */
public final class OutgoingMessage {

    private final Route route;
    private final @Nullable Object key;
    private final Content content;
    private final OutgoingHeaders headers;
    private final @Nullable Instant createTime;

    private OutgoingMessage(
            Route route, @Nullable Object key, Content content, OutgoingHeaders headers, @Nullable Instant createTime) {
        this.route = route;
        this.key = key;
        this.content = content;
        this.headers = headers;
        this.createTime = createTime;
    }

    /**
     * Starts a message with nothing but its topic.
     *
     * @param topic the name of the topic to produce to
     * @return the message
     * @throws IllegalArgumentException if the topic is blank
     * @throws NullPointerException if the topic is null
     */
    public static OutgoingMessage to(String topic) {
        Objects.requireNonNull(topic, "topic must be the name of a topic but was null");
        if (topic.isBlank()) {
            throw new IllegalArgumentException("topic must be the name of a topic but was blank");
        }
        return new OutgoingMessage(new Route(topic, null, null), null, Content.NONE, OutgoingHeaders.NONE, null);
    }

    /**
     * Sets the key, sent as UTF-8, or removes it. Messages of one key go to one partition and so keep their order.
     *
     * @param key the key, or null for none
     * @return the changed copy
     */
    public OutgoingMessage key(@Nullable String key) {
        return withKey(key);
    }

    /**
     * Sets the key, sent as it is, or removes it. Messages of one key go to one partition and so keep their order.
     *
     * @param key the key's bytes, not copied, or null for none
     * @return the changed copy
     */
    public OutgoingMessage key(byte @Nullable [] key) {
        return withKey(key);
    }

    /**
     * Sets the value, sent as UTF-8, in place of any value, JSON or tombstone set before.
     *
     * @param value the value; null leaves the message without one, it does not make it a {@linkplain #tombstone
     *     tombstone}
     * @return the changed copy
     */
    public OutgoingMessage value(@Nullable String value) {
        return withValue(value);
    }

    /**
     * Sets the value, sent as it is, in place of any value, JSON or tombstone set before.
     *
     * @param value the value's bytes, not copied; null leaves the message without a value, it does not make it a
     *     {@linkplain #tombstone tombstone}
     * @return the changed copy
     */
    public OutgoingMessage value(byte @Nullable [] value) {
        return withValue(value);
    }

    /**
     * Sets an object that is written as JSON, in place of any value, JSON or tombstone set before.
     *
     * <p>It is encoded when the message is produced, by the producing thread; a string becomes a JSON string, in
     * quotes.
     *
     * @param value the object
     * @return the changed copy
     * @throws NullPointerException if the object is null
     */
    public OutgoingMessage json(Object value) {
        Objects.requireNonNull(
                value, "json needs an object but got null; use tombstone() to say that the key was deleted");
        return withContent(new Content(Form.JSON, value));
    }

    /**
     * Makes this a tombstone, in place of any value or JSON set before: a message without value, which says that what
     * its key stands for was deleted.
     *
     * @return the changed copy
     */
    public OutgoingMessage tombstone() {
        return withContent(Content.TOMBSTONE);
    }

    /**
     * Adds a header after those already there, even if one of that name is among them.
     *
     * @param name its name
     * @param value its value, sent as UTF-8
     * @return the changed copy
     * @throws NullPointerException if the name or the value is null
     */
    public OutgoingMessage header(String name, String value) {
        Objects.requireNonNull(value, "value must not be null; use header(name, (byte[]) null) for none");
        return header(name, value.getBytes(UTF_8));
    }

    /**
     * Adds a header after those already there, even if one of that name is among them.
     *
     * @param name its name
     * @param value its value, not copied, or null
     * @return the changed copy
     * @throws NullPointerException if the name is null
     */
    public OutgoingMessage header(String name, byte @Nullable [] value) {
        return withHeaders(headers.and(List.of(new Headers.Header(name, value))));
    }

    /**
     * Adds headers, those of a message that was read for instance, after those already there.
     *
     * @param headers what to add, in its order
     * @return the changed copy
     */
    public OutgoingMessage headers(Headers headers) {
        return withHeaders(this.headers.and(headers));
    }

    /**
     * Sets the partition to produce to, whatever the key says.
     *
     * @param partition the partition's number, from 0
     * @return the changed copy
     * @throws IllegalArgumentException if the number is negative
     */
    public OutgoingMessage partition(int partition) {
        if (partition < 0) {
            throw new IllegalArgumentException("partition must be 0 or above but was " + partition);
        }
        return withRoute(new Route(route.topic(), partition, route.partitionKey()));
    }

    /**
     * Sets what the partition is chosen by, in the key's place; it is not sent. A {@linkplain #partition(int)
     * partition} that is set goes before it.
     *
     * @param partitionKey what to choose by, used as UTF-8
     * @return the changed copy
     * @throws NullPointerException if it is null
     */
    public OutgoingMessage partitionKey(String partitionKey) {
        Objects.requireNonNull(partitionKey, "partitionKey");
        return withRoute(new Route(route.topic(), route.partition(), partitionKey));
    }

    /**
     * Sets the message's timestamp, in place of the time at which it is produced; to the millisecond.
     *
     * @param createTime the time, not before 1970
     * @return the changed copy
     * @throws IllegalArgumentException if the time is before 1970, which Kafka refuses
     */
    public OutgoingMessage createTime(Instant createTime) {
        if (createTime.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException(
                    "createTime must not be before " + Instant.EPOCH + " but was " + createTime);
        }
        return new OutgoingMessage(route, key, content, headers, createTime);
    }

    /**
     * The name of the topic to produce to.
     *
     * @return the topic
     */
    public String topic() {
        return route.topic();
    }

    /**
     * The key as given: a {@code String}, a {@code byte[]} or null.
     *
     * @return the key, or null if none is set
     */
    public @Nullable Object key() {
        return key;
    }

    /**
     * The value as given: a {@code String}, a {@code byte[]}, the object for JSON, or null; {@link #form()} says which.
     *
     * @return the value, or null if none is set or this is a tombstone
     */
    public @Nullable Object value() {
        return content.value();
    }

    /**
     * What the value is.
     *
     * @return how {@link #value()} is to be read
     */
    public Form form() {
        return content.form();
    }

    /**
     * The headers, in the order in which they were added.
     *
     * @return the headers, empty if none was added
     */
    public Headers headers() {
        return headers;
    }

    /**
     * The number of the partition to produce to.
     *
     * @return the partition's number, or null if none is set
     */
    public @Nullable Integer partition() {
        return route.partition();
    }

    /**
     * What the partition is chosen by, in the key's place.
     *
     * @return the partition key, or null if none is set
     */
    public @Nullable String partitionKey() {
        return route.partitionKey();
    }

    /**
     * The message's timestamp.
     *
     * @return the time, or null for the time at which it is produced
     */
    public @Nullable Instant createTime() {
        return createTime;
    }

    /** The topic, and the partition if one is set, as {@code topic/3}; never content. */
    @Override
    public String toString() {
        return route.partition() == null ? route.topic() : route.topic() + "/" + route.partition();
    }

    private OutgoingMessage withRoute(Route newRoute) {
        return new OutgoingMessage(newRoute, key, content, headers, createTime);
    }

    private OutgoingMessage withKey(@Nullable Object newKey) {
        return new OutgoingMessage(route, newKey, content, headers, createTime);
    }

    private OutgoingMessage withValue(@Nullable Object newValue) {
        return withContent(newValue == null ? Content.NONE : new Content(Form.VALUE, newValue));
    }

    private OutgoingMessage withContent(Content newContent) {
        return new OutgoingMessage(route, key, newContent, headers, createTime);
    }

    private OutgoingMessage withHeaders(OutgoingHeaders newHeaders) {
        return new OutgoingMessage(route, key, content, newHeaders, createTime);
    }

    /** What the value of a message to be produced is. */
    public enum Form {
        /** Nothing was set: the message cannot be produced. */
        NONE,
        /** A {@code String}, sent as UTF-8, or a {@code byte[]}, sent as it is. */
        VALUE,
        /** An object, sent as JSON. */
        JSON,
        /** Deliberately nothing: what the key stands for was deleted. */
        TOMBSTONE
    }

    private record Route(
            String topic,
            @Nullable Integer partition,
            @Nullable String partitionKey) {}

    private record Content(Form form, @Nullable Object value) {
        static final Content NONE = new Content(Form.NONE, null);
        static final Content TOMBSTONE = new Content(Form.TOMBSTONE, null);
    }
}
