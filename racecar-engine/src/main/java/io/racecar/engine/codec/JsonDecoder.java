package io.racecar.engine.codec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads JSON. What it says of a failure is where and of which kind: Jackson's own texts quote the content. */
final class JsonDecoder implements Decoder<Object> {
    private final JavaType type;
    private final ObjectReader reader;

    private JsonDecoder(JavaType type, ObjectReader reader) {
        this.type = type;
        this.reader = reader;
    }

    static JsonDecoder of(JavaType type, ObjectMapper mapper, String wantedBy) {
        ObjectReader reader = mapper.readerFor(type);
        checkReadable(reader, type, wantedBy);
        return new JsonDecoder(type, reader);
    }

    @Override
    public @Nullable Object decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return reader.readValue(record.value());
        } catch (IOException | RuntimeException e) {
            throw Undecodable.exception(record, type.toCanonical(), description(e), e);
        }
    }

    /**
     * Jackson finds out only with the first object that a class has no constructor it can use, so it is given one here.
     */
    private static void checkReadable(ObjectReader reader, JavaType type, String wantedBy) {
        try {
            reader.readValue("{}");
        } catch (InvalidDefinitionException e) {
            throw new IllegalArgumentException(
                    wantedBy + " must take values that Jackson can read from JSON, but " + type.toCanonical()
                            + " is not: "
                            + e.getOriginalMessage() + "; give it a constructor or annotations for Jackson, make it a"
                            + " record, or take byte[]",
                    e);
        } catch (IOException | RuntimeException e) {
            // An empty object is no value of that type, which is what most types have to say to it.
            return;
        }
    }

    private String description(Exception e) {
        StringBuilder text = new StringBuilder(Undecodable.kind(e));
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            text.append(" where ")
                    .append(mismatch.getTargetType().getTypeName())
                    .append(" was expected");
        }
        if (e instanceof JsonMappingException mapping) {
            text.append(" at $").append(path(mapping));
        }
        if (e instanceof JsonProcessingException json && json.getLocation() != null) {
            JsonLocation location = json.getLocation();
            text.append(", line ")
                    .append(location.getLineNr())
                    .append(", column ")
                    .append(location.getColumnNr());
        }
        return text.toString();
    }

    private String path(JsonMappingException e) {
        return e.getPath().stream().map(this::step).collect(Collectors.joining());
    }

    /** Only names that the type declares are printed: the keys of a map are content. */
    private String step(Reference reference) {
        if (reference.getFieldName() == null) {
            return "[" + reference.getIndex() + "]";
        }
        return isDeclared(reference) ? "." + reference.getFieldName() : ".*";
    }

    private boolean isDeclared(Reference reference) {
        Object from = reference.getFrom();
        if (from == null) {
            return false;
        }
        JavaType owner = reader.getTypeFactory().constructType(from instanceof Class<?> c ? c : from.getClass());
        return reader.getConfig().introspect(owner).findProperties().stream()
                .anyMatch(property -> property.getName().equals(reference.getFieldName()));
    }
}
