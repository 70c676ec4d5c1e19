package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Brokers hang up without a word on clients that do not talk to a listener as it wants. */
@ExtendWith(RacecarExtension.class)
class DoctorOfListenersIT {
    @TempDir
    private Path directory;

    @Test
    void encryptionThatTheListenerDoesNotHaveIsFoundOut(EmbeddedKafka kafka) throws Exception {
        Path config = Files.writeString(
                directory.resolve("config.yml"),
                "racecar: {brokers: '" + kafka.brokers() + "', securityProtocol: ssl}\nlogging: {level: INFO}\n");

        Invocation doctor = Invocation.of("racecar", "doctor", config.toString(), "--timeout", "2s", "--json");

        assertThat(new ObjectMapper().readTree(doctor.out()).findValuesAsText("what"))
                .contains(kafka.brokers() + " does not encrypt its connections, but securityProtocol is ssl");
        assertThat(new ObjectMapper().readTree(doctor.out()).findValuesAsText("toDo"))
                .anyMatch(it -> it.endsWith("or set securityProtocol to plaintext"));
        assertThat(doctor.failed()).isTrue();
    }
}
