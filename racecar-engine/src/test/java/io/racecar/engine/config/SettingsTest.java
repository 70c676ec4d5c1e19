package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
    static Stream<Setting<?>> all() {
        return Settings.ALL.stream();
    }

    @Test
    void everyConstantIsInTheCatalogue() throws IllegalAccessException {
        List<Object> constants = new ArrayList<>();
        for (Class<?> keys : List.of(
                ProcessKeys.class,
                ConsumerKeys.class,
                FlowKeys.class,
                DeadLetterKeys.class,
                GuaranteeKeys.class,
                FetchKeys.class,
                ProducerKeys.class,
                SecurityKeys.class,
                OperationKeys.class,
                DatadogKeys.class)) {
            for (Field field : keys.getDeclaredFields()) {
                if (field.getType() == Setting.class) {
                    constants.add(field.get(null));
                }
            }
        }

        assertThat(Settings.ALL).doesNotHaveDuplicates().hasSameElementsAs((List<Setting<?>>) (List<?>) constants);
    }

    @Test
    void noTwoKeysShareAVariable() {
        assertThat(Settings.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aMeaningIsOneSentence(Setting<?> setting) {
        assertThat(setting.meaning()).matches("[A-Z].*[^.]\\.").doesNotContain(". ");
    }

    @ParameterizedTest
    @MethodSource("all")
    <T> void aDefaultPrintsAsItIsRead(Setting<T> setting) throws InvalidValueException {
        T standard = setting.standard();
        if (standard != null && setting.map().isEmpty()) {
            assertThat(setting.type().read(setting.type().print(standard))).isEqualTo(standard);
        }
    }
}
