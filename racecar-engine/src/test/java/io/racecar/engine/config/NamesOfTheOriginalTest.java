package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever comes with a file of the original is told the new name of each key. */
class NamesOfTheOriginalTest {
    @ParameterizedTest
    @CsvSource({
        "client_id,                             clientId",
        "group_id,                              groupId",
        "group_id_prefix,                       groupIdPrefix",
        "log_level,                             logLevel",
        "offset_commit_interval,                offsetCommitInterval",
        "session_timeout,                       sessionTimeout",
        "heartbeat_interval,                    heartbeatInterval",
        "max_poll_interval,                     maxPollInterval",
        "pause_timeout,                         pauseTimeout",
        "pause_with_exponential_backoff,        pauseWithExponentialBackoff",
        "max_pause_timeout,                     maxPauseTimeout",
        "socket_timeout,                        socketTimeout",
        "max_wait_time,                         maxWaitTime",
        "max_bytes,                             maxBytes",
        "min_message_queue_size,                maxBufferedMessages",
        "fetch_messages,                        fetchMessages",
        "synchronous_commits,                   synchronousCommits",
        "parallel_workers,                      parallelWorkers",
        "security_protocol,                     securityProtocol",
        "ssl_ca_location,                       ssl.caLocation",
        "ssl_crl_location,                      ssl.crlLocation",
        "ssl_keystore_location,                 ssl.keystoreLocation",
        "ssl_keystore_password,                 ssl.keystorePassword",
        "ssl_certificate_location,              ssl.certificateLocation",
        "ssl_key_location,                      ssl.keyLocation",
        "ssl_key_password,                      ssl.keyPassword",
        "ssl_verify_hostname,                   ssl.verifyHostname",
        "sasl_mechanism,                        sasl.mechanism",
        "sasl_kerberos_service_name,            sasl.kerberos.serviceName",
        "sasl_kerberos_principal,               sasl.kerberos.principal",
        "sasl_kerberos_kinit_cmd,               sasl.kerberos.kinitCmd",
        "sasl_kerberos_keytab,                  sasl.kerberos.keytab",
        "sasl_kerberos_min_time_before_relogin, sasl.kerberos.minTimeBeforeRelogin",
        "sasl_username,                         sasl.username",
        "sasl_password,                         sasl.password",
        "producer_compression_codec,            producer.compressionCodec",
        "partitioner,                           producer.partitioner",
        "message_timeout,                       producer.messageTimeout",
        "datadog_enabled,                       datadog.enabled",
        "datadog_host,                          datadog.host",
        "datadog_port,                          datadog.port",
        "datadog_socket_path,                   datadog.socketPath",
        "datadog_namespace,                     datadog.namespace",
        "datadog_tags,                          datadog.tags",
        "liveness_probe_enabled,                livenessProbe.enabled",
        "liveness_probe_file_path,              livenessProbe.filePath",
        "liveness_probe_max_interval,           livenessProbe.maxInterval",
    })
    void aKeyOfTheOriginalIsRecognized(String former, String path) {
        RacecarConfig config =
                RacecarConfig.builder().environment(Map.of()).build().with(former, "x");

        assertThat(config.problems()).containsExactly(former + " is not a setting; did you mean " + path + "?");
    }
}
