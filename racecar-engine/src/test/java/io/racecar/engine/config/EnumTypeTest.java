package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnumTypeTest {
    private final EnumType<ProcessingGuarantee> type = EnumType.of(ProcessingGuarantee.class);

    @ParameterizedTest
    @ValueSource(
            strings = {"exactly-once", "exactly_once", "EXACTLY_ONCE", "Exactly-Once", "exactlyOnce", " exactly-once "})
    void wordsMayBeJoinedInAnyWay(String given) throws InvalidValueException {
        assertThat(type.read(given)).isEqualTo(ProcessingGuarantee.EXACTLY_ONCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exactly", "exactly once", "once", "", "exactly--once"})
    void anythingElseIsRefused(String given) {
        assertThatThrownBy(() -> type.read(given)).isInstanceOf(InvalidValueException.class);
    }
}
