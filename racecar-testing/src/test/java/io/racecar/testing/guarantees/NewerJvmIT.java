package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** What depends on the JVM, on a newer one than the build's, where the machine has one. */
class NewerJvmIT {

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20, disabledReason = "this JVM has virtual threads: VirtualThreadsIT ran on it")
    void virtualThreadsStopsAndOrderByKeyHoldThereToo(@TempDir Path directory) throws Exception {
        Optional<NewerJvm> newer = NewerJvm.find();
        assumeThat(newer)
                .as("a JDK 21 or newer beside the running one, in /usr/lib/jvm or in a variable named JAVA_HOME_...")
                .isPresent();

        NewerJvm.Output output = newer.get()
                .run(directory, VirtualThreadsIT.class, KeyedOrderIT.class, FailingHandlersIT.class, StoppingIT.class);

        assertThat(output.status()).as(output.summary()).isZero();
    }
}
