package io.racecar.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountriesTest {

    @ParameterizedTest
    @CsvSource({"192.0.2.255, DK", "198.51.100.0, US", "203.0.113.7, AU", "10.0.0.1, ZZ", "2001:db8::1, ZZ", "'', ZZ"})
    void knowsTheNetworksReservedForDocumentation(String ipAddress, String country) {
        assertThat(new Countries().of(ipAddress)).isEqualTo(country);
    }
}
