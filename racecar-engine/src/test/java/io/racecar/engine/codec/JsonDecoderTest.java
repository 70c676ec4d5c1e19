package io.racecar.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.racecar.UndecodableMessageException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class JsonDecoderTest {
    private static final String SECRET = "alice@example.com";

    record Order(Map<String, Line> lines, List<Integer> counts, Card card) {}

    record Line(int amount) {}

    record Card(String number) {
        Card {
            if (number.length() != 16) {
                throw new IllegalArgumentException("not a card number: " + number);
            }
        }
    }

    private final ObjectMapper mapper = Json.standard().mapper();

    @Test
    void aFailureNamesTheMessageTheTypeAndThePlace() {
        assertThat(failure("{\n  'counts': [1, 'alice@example.com']}"))
                .hasMessage("orders/3@17 cannot be read as " + Order.class.getName()
                        + ": InvalidFormatException where java.lang.Integer was expected at $.counts[1], line 2,"
                        + " column 17; valueBytes() still gives its bytes");
    }

    @Test
    void keysOfMapsAreContent() {
        assertThat(failure("{'lines':{'alice@example.com':{'amount':'much'}}}"))
                .hasMessageContaining(" at $.lines.*.amount, line 1");
    }

    @Test
    void namesOfUnknownPropertiesAreContent() {
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

        assertThat(failure("{'alice@example.com':1}"))
                .hasMessageContaining("UnrecognizedPropertyException at $.*, line 1");
    }

    @Test
    void whatConstructorsSayIsContent() {
        assertThat(failure("{'card':{'number':'alice@example.com'}}"))
                .hasMessageContaining(
                        "ValueInstantiationException caused by IllegalArgumentException at $.card, line 1");
    }

    @Test
    void brokenJsonIsLocated() {
        assertThat(failure("{'counts': alice@example.com}"))
                .hasMessageContaining(": JsonParseException, line 1, column 12;");
    }

    @Test
    void nothingAtAllIsNotJson() {
        assertThat(failure("")).hasMessageContaining("MismatchedInputException");
    }

    @Test
    void theCauseKeepsItsClassAndStackTrace() {
        Throwable cause = failure("{'card':{'number':'4'}}").getCause();

        assertThat(cause).hasMessageContaining("ValueInstantiationException");
        assertThat(cause.getCause()).hasMessageContaining("java.lang.IllegalArgumentException");
        assertThat(cause.getCause().getStackTrace()[0].getClassName()).isEqualTo(Card.class.getName());
    }

    private UndecodableMessageException failure(String value) {
        Decoder<Order> decoder = Decoder.forType(Order.class, Json.of(mapper));
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "orders", 3, 17, null, value.replace('\'', '"').getBytes(UTF_8));
        UndecodableMessageException failure =
                catchThrowableOfType(UndecodableMessageException.class, () -> decoder.decode(record));
        assertThat(printed(failure)).doesNotContain(SECRET);
        return failure;
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
