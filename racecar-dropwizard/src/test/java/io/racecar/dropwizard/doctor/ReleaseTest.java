package io.racecar.dropwizard.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReleaseTest {
    @ParameterizedTest
    @EnumSource
    void everyLevelThatBrokersKnowHasItsRelease(MetadataVersion version) {
        assertThat(Release.of(version.featureLevel())).isEqualTo(version.shortVersion());
    }

    @Test
    void whatIsNotKnownIsSaidToBe() {
        assertThat(Release.of(0)).isEqualTo("unknown");
        assertThat(Release.of(33)).isEqualTo("4.4");
        assertThat(Release.of(34)).isEqualTo("later than 4.4");
    }
}
