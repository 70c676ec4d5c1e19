package io.racecar.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.BatchConsumer;
import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DecoderTest {
    private final Json json = Json.standard();

    record Pageview(String page, Instant time, Optional<String> referrer) {}

    abstract static class Reads<T> implements MessageConsumer<T> {
        @Override
        public void process(Message<T> message, Context context) {}
    }

    static class Bytes extends Reads<byte[]> {}

    static class Text extends Reads<String> {}

    static class Pageviews extends Reads<Pageview> {}

    abstract static class ReadsLists<A, B> extends Reads<List<B>> implements Supplier<A> {
        @Override
        public A get() {
            throw new UnsupportedOperationException();
        }
    }

    static class PageviewLists<X> extends ReadsLists<X, Pageview> {}

    static class PageviewArrays extends Reads<Map<String, Pageview>[]> {}

    static class Optionals extends Reads<Optional<Pageview>> {}

    static class Batches implements BatchConsumer<Pageview> {
        @Override
        public void processBatch(List<Message<Pageview>> messages, Context context) {}
    }

    static class Open<T> extends Reads<T> {}

    @SuppressWarnings("rawtypes")
    static class Raw extends Reads {}

    static class OpenInside<T> extends Reads<List<T>> {}

    @SuppressWarnings("rawtypes")
    static class RawInside extends Reads<Map<String, List[]>> {}

    static class Wildcard extends Reads<List<? extends Number>> {}

    interface NoConstructor {}

    static class Unreadable extends Reads<NoConstructor> {}

    @Test
    void bytesAreHandedThroughAsTheyAre() {
        ConsumerRecord<byte[], byte[]> record = record("x");

        assertThat(Decoder.forConsumer(Bytes.class, json).decode(record)).isSameAs(record.value());
    }

    @Test
    void textIsReadAsUtf8() {
        assertThat(decode(Text.class, "späť")).isEqualTo("späť");
    }

    @Test
    void jsonIsReadIntoTheDeclaredRecord() {
        assertThat(decode(Pageviews.class, "{'page':'/','time':'2026-11-22T10:00:00Z','unknown':1}"))
                .isEqualTo(new Pageview("/", Instant.parse("2026-11-22T10:00:00Z"), Optional.empty()));
    }

    @Test
    void batchConsumersDeclareTheirTypeToo() {
        assertThat(decode(Batches.class, "{}")).isInstanceOf(Pageview.class);
    }

    @Test
    void theTypeIsFoundThroughTheHierarchy() {
        assertThat(decode(PageviewLists.class, "[{'page':'a'}]"))
                .isEqualTo(List.of(new Pageview("a", null, Optional.empty())));
    }

    @Test
    void anAnonymousClassDeclaresItsType() {
        Object consumer = new Reads<List<Integer>>() {};

        assertThat(decode(consumer.getClass(), "[1]")).isEqualTo(List.of(1));
    }

    @Test
    void arraysOfParameterisedTypesAreRead() {
        assertThat((Map<?, ?>[]) decode(PageviewArrays.class, "[{'k':{}}]")).hasSize(1);
    }

    @Test
    void modulesOfTheMapperTakePart() {
        assertThat(decode(Optionals.class, "null")).isEqualTo(Optional.empty());
    }

    @Test
    void aTypeLeftOpenIsRefusedByName() {
        assertThatThrownBy(() -> Decoder.forConsumer(Open.class, json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        Open.class.getTypeName() + " must say which type the values of its messages have")
                .hasMessageContaining("T of " + Open.class.getTypeName() + " is left open")
                .hasMessageContaining("implements MessageConsumer<Pageview>");
    }

    @Test
    void aRawTypeIsRefused() {
        assertThatThrownBy(() -> Decoder.forConsumer(Raw.class, json))
                .hasMessageContaining("T of " + Reads.class.getTypeName() + " is left open");
    }

    @Test
    void aLambdaIsRefused() {
        MessageConsumer<String> lambda = (message, context) -> {};

        assertThatThrownBy(() -> Decoder.forConsumer(lambda.getClass(), json))
                .hasMessageContaining("V of io.racecar.MessageConsumer is left open")
                .hasMessageContaining("register a lambda together with its topic");
    }

    @Test
    void aTypeArgumentLeftOpenIsRefused() {
        assertThatThrownBy(() -> Decoder.forConsumer(OpenInside.class, json))
                .hasMessageContaining("T of " + OpenInside.class.getTypeName());
    }

    @Test
    void aRawTypeArgumentIsRefused() {
        assertThatThrownBy(() -> Decoder.forConsumer(RawInside.class, json))
                .hasMessageContaining("java.util.List stands there without its type arguments");
    }

    @Test
    void aWildcardIsRefused() {
        assertThatThrownBy(() -> Decoder.forConsumer(Wildcard.class, json))
                .hasMessageContaining("the wildcard ? extends java.lang.Number could be anything");
    }

    @Test
    void aTypeThatJacksonCannotReadIsRefused() {
        assertThatThrownBy(() -> Decoder.forConsumer(Unreadable.class, json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(Unreadable.class.getTypeName() + " must take values that Jackson can read")
                .hasMessageContaining(NoConstructor.class.getTypeName());
    }

    @Test
    void aClassIsEnoughForALambda() {
        assertThat(Decoder.forType(String.class, json).decode(record("x"))).isEqualTo("x");
        assertThat(Decoder.forType(Pageview.class, json).decode(record("{}"))).isInstanceOf(Pageview.class);
    }

    @Test
    void aClassWithTypeParametersIsNot() {
        assertThatThrownBy(() -> Decoder.forType(List.class, json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.util.List must be a class without type parameters")
                .hasMessageContaining("implements MessageConsumer<List<...>>");
    }

    private Object decode(Class<?> consumer, String value) {
        return Decoder.forConsumer(consumer, json).decode(record(value.replace('\'', '"')));
    }

    private static ConsumerRecord<byte[], byte[]> record(String value) {
        return new ConsumerRecord<>("pageviews", 3, 17, null, value.getBytes(UTF_8));
    }
}
