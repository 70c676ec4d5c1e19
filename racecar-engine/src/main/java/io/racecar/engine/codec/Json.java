package io.racecar.engine.codec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What reads and writes JSON, made when it is needed first: it takes a tenth of a second of a start, for nothing where all
 * values are bytes or text. Thread-safe.
 */
public final class Json {
    private final Supplier<ObjectMapper> maker;
    private volatile @Nullable Made made;

    private record Made(ObjectMapper mapper, ObjectWriter writer) {
        static Made of(ObjectMapper mapper) {
            return new Made(mapper, mapper.writer());
        }
    }

    private Json(Supplier<ObjectMapper> maker) {
        this.maker = maker;
    }

    /**
     * As the application's mapper does it.
     *
     * @param mapper later changes to it have no effect on what is written
     * @return what uses it
     */
    public static Json of(ObjectMapper mapper) {
        Json json = new Json(() -> mapper);
        json.made = Made.of(mapper);
        return json;
    }

    /**
     * Ignores unknown properties, writes {@code java.time} as ISO text and knows {@code Optional}.
     *
     * @return what uses a mapper of its own
     */
    public static Json standard() {
        return new Json(() -> JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .build());
    }

    ObjectMapper mapper() {
        return made().mapper();
    }

    ObjectWriter writer() {
        return made().writer();
    }

    private Made made() {
        Made known = made;
        return known != null ? known : make();
    }

    private synchronized Made make() {
        Made known = made;
        if (known == null) {
            known = Made.of(maker.get());
            made = known;
        }
        return known;
    }
}
