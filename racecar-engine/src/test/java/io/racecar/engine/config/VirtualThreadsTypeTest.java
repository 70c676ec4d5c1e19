package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualThreadsTypeTest {
    @ParameterizedTest
    @ValueSource(strings = {"21", "21.0.4+7", "25.0.1"})
    void newerJvmsHaveThem(String version) throws InvalidValueException {
        VirtualThreadsType type = new VirtualThreadsType(Runtime.Version.parse(version));

        assertThat(type.read("true")).isTrue();
        assertThat(type.allowed()).isEqualTo("true or false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.12", "20.0.2"})
    void olderJvmsRefuseThemAndSayWhatToDo(String version) throws InvalidValueException {
        VirtualThreadsType type = new VirtualThreadsType(Runtime.Version.parse(version));

        assertThat(type.read(false)).isFalse();
        assertThat(type.allowed()).isEqualTo("false on Java " + version + ", which has no virtual threads,");
        assertThatThrownBy(() -> type.read(true))
                .isInstanceOfSatisfying(
                        InvalidValueException.class,
                        refused -> assertThat(refused.hint()).isEqualTo("run it on Java 21 or newer, or leave it out"));
    }

    @Test
    void theSettingAsksTheRunningJvm() {
        assertThat(ConsumerKeys.VIRTUAL_THREADS.type()).isEqualTo(new VirtualThreadsType(Runtime.version()));
    }
}
