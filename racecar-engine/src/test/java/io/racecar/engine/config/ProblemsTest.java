package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users read when their settings are wrong. */
class ProblemsTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void eachProblemIsNamedOnce(String yaml, List<String> problems) throws IOException {
        Path file = Files.writeString(directory.resolve("racecar.yml"), yaml);
        RacecarConfig.Builder builder =
                RacecarConfig.builder().environment(Map.of()).file(file);

        InvalidConfigurationException thrown =
                catchThrowableOfType(InvalidConfigurationException.class, builder::build);

        assertThat(thrown.problems()).isEqualTo(problems);
    }

    private static Arguments bad(String yaml, String... problems) {
        return arguments(yaml, List.of(problems));
    }

    private static String virtualThreads() {
        return ConsumerKeys.VIRTUAL_THREADS.type().allowed();
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                bad(
                        "sessionTimeout: 30000",
                        "sessionTimeout must be a duration from 100ms to 30m such as 500ms but was 30000; bare numbers are seconds; did you mean 30000ms?"),
                bad(
                        "sessionTimeout: soon",
                        "sessionTimeout must be a duration from 100ms to 30m such as 500ms but was soon"),
                bad(
                        "sessionTimeout: 10 parsecs",
                        "sessionTimeout must be a duration from 100ms to 30m such as 500ms but was 10 parsecs; units are ms, s, m and h"),
                bad(
                        "sessionTimeout: [1]",
                        "sessionTimeout must be a duration from 100ms to 30m such as 500ms but was a list"),
                bad(
                        "sessionTimeout: {a: 1}",
                        "sessionTimeout must be a duration from 100ms to 30m such as 500ms but was a mapping"),
                bad(
                        "sessionTimeout: true",
                        "sessionTimeout must be a duration from 100ms to 30m such as 500ms but was true"),
                bad(
                        "sessionTimeout:",
                        "sessionTimeout must be a duration from 100ms to 30m such as 500ms but has no value; leave it out for the default"),
                bad(
                        "sessionTimeout: ''",
                        "sessionTimeout must be a duration from 100ms to 30m such as 500ms but is empty; leave it out for the default"),
                bad(
                        "sessionTimeout: PT1X",
                        "sessionTimeout must be a duration from 100ms to 30m such as 500ms but was PT1X"),
                bad(
                        "sessionTimeout: 99999999999999999999999",
                        "sessionTimeout must be a duration from 100ms to 30m such as 500ms but was 99999999999999999999999"),
                bad(
                        "pauseTimeout: -5",
                        "pauseTimeout must be -1 (until resumed) or a duration from 0s to 1h such as 500ms but was -5"),
                bad(
                        "pauseTimeout: -1s",
                        "pauseTimeout must be -1 (until resumed) or a duration from 0s to 1h such as 500ms but was -1s"),
                bad(
                        "pauseTimeout: 0.0005",
                        "pauseTimeout must be -1 (until resumed) or a duration from 0s to 1h such as 500ms but was 0.0005"),
                bad(
                        "socketTimeout: -1",
                        "socketTimeout must be a duration from 100ms to 10m such as 500ms but was -1; only pauseTimeout may be -1"),
                bad(
                        "producer: {linger: 5}",
                        "producer.linger must be a duration from 0s to 2s such as 500ms but was 5; bare numbers are seconds; did you mean 5ms?"),
                bad(
                        "sasl: {kerberos: {minTimeBeforeRelogin: 60000}}\nsecurityProtocol: sasl_plaintext",
                        "sasl.kerberos.minTimeBeforeRelogin must be a duration from 0s to 24h such as 500ms but was 60000; write the unit: 60000ms or 60000s",
                        "sasl.mechanism is missing; securityProtocol sasl-plaintext needs it: one of GSSAPI, PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER"),
                bad(
                        "maxBufferedBytes: 64M",
                        "maxBufferedBytes must be a size from 1KiB to 64GiB such as 512KiB or 64MiB but was 64M; write MiB for powers of 1024 or MB for powers of 1000"),
                bad(
                        "maxBufferedBytes: 1PB",
                        "maxBufferedBytes must be a size from 1KiB to 64GiB such as 512KiB or 64MiB but was 1PB; units are B, kB, MB, GB, KiB, MiB and GiB"),
                bad(
                        "maxBufferedBytes: -1",
                        "maxBufferedBytes must be a size from 1KiB to 64GiB such as 512KiB or 64MiB but was -1"),
                bad(
                        "maxBufferedBytes: 0.5",
                        "maxBufferedBytes must be a size from 1KiB to 64GiB such as 512KiB or 64MiB but was 0.5"),
                bad(
                        "maxBufferedBytes: [1]",
                        "maxBufferedBytes must be a size from 1KiB to 64GiB such as 512KiB or 64MiB but was a list"),
                bad("fetchMessages: 0", "fetchMessages must be a whole number from 1 to 1000000 but was 0"),
                bad("fetchMessages: 1.5", "fetchMessages must be a whole number from 1 to 1000000 but was 1.5"),
                bad(
                        "fetchMessages: 99999999999",
                        "fetchMessages must be a whole number from 1 to 1000000 but was 99999999999"),
                bad(
                        "fetchMessages: {a: 1}",
                        "fetchMessages must be a whole number from 1 to 1000000 but was a mapping"),
                bad(
                        "groupProtocol: klassic",
                        "groupProtocol must be one of classic, consumer, share but was klassic; did you mean classic?"),
                bad(
                        "groupProtocol: share\nsessionTimeout: 20s\ndeadLetter: {onGiveUp: drop}",
                        "sessionTimeout works only with groupProtocol classic but that is share; leave it out, the broker decides"),
                bad(
                        "groupProtocol: share\noffsetCommitInterval: 1s\nmaxBufferedMessages: 10",
                        "offsetCommitInterval has no meaning with groupProtocol share: each message is acknowledged by itself, as soon as it is finished; leave it out",
                        "maxBufferedMessages has no meaning with groupProtocol share: a worker holds what one poll brings, up to fetchMessages, until all of it is acknowledged; leave it out"),
                bad(
                        "consumers: {a: {groupProtocol: share, groupInstanceId: x, leaveOnStop: true}}",
                        "consumers.a.groupInstanceId has no meaning with groupProtocol share: its members are never static; leave it out",
                        "consumers.a.leaveOnStop has no meaning with groupProtocol share: its members always leave; leave it out"),
                bad(
                        "consumers: {a: {groupProtocol: share, ordering: key}}",
                        "consumers.a.ordering must be none with groupProtocol share, where the messages of a partition go to all members at once, but was key; leave it out, or use groupProtocol classic or consumer"),
                bad(
                        "groupProtocol: share\nconsumerProperties: {interceptor.classes: java.lang.String, share.acquire.mode: record_limit}",
                        "consumerProperties.interceptor.classes has no meaning with groupProtocol share: Kafka's share client knows none; leave it out",
                        "consumerProperties.share.acquire.mode is the engine's and cannot be set; what is fetched ahead would lose its lock while it waits"),
                bad(
                        "deadLetter: {onGiveUp: drop}",
                        "deadLetter.onGiveUp works only with groupProtocol share but that is classic (the default); leave it out or change groupProtocol"),
                bad(
                        "deadLetter: {onGiveUp: keep}",
                        "deadLetter.onGiveUp must be drop but was keep",
                        "deadLetter.onGiveUp works only with groupProtocol share but that is classic (the default); leave it out or change groupProtocol"),
                bad(
                        "consumers: {a: {groupProtocol: share, deadLetter: {topic: dead, onGiveUp: drop}}}",
                        "consumers.a.deadLetter.onGiveUp has no effect where deadLetter.topic is set; leave one of them out"),
                bad(
                        "processingGuarantee: exactlyonce",
                        "processingGuarantee must be one of at-least-once, exactly-once but was exactlyonce; did you mean exactly-once?"),
                bad(
                        "consumers: {a: {transactionTimeout: 2m, transactionalIdPrefix: x}}",
                        "consumers.a.transactionTimeout works only with processingGuarantee exactly-once but that is at-least-once (the default); leave it out or change processingGuarantee",
                        "consumers.a.transactionalIdPrefix works only with processingGuarantee exactly-once but that is at-least-once (the default); leave it out or change processingGuarantee"),
                bad(
                        "transactionTimeout: 60000",
                        "transactionTimeout must be a duration from 1s to 15m such as 500ms but was 60000; bare numbers are seconds; did you mean 60000ms?",
                        "transactionTimeout works only with processingGuarantee exactly-once but that is at-least-once (the default); leave it out or change processingGuarantee"),
                bad(
                        "{processingGuarantee: exactly-once, maxPollInterval: 5m}",
                        "maxPollInterval must be at most transactionTimeout, 1m (the default), without transactionMaxTime, 100ms (the default), with exactly-once: a handler runs inside a transaction, but was 5m; lower it, leave it out, or raise transactionTimeout"),
                bad(
                        "{processingGuarantee: exactly-once, transactionTimeout: 10s, transactionMaxTime: 6s}",
                        "transactionMaxTime must be at most half of transactionTimeout, 10s, but was 6s; lower it or raise transactionTimeout"),
                bad("logLevel: verbose", "logLevel must be one of trace, debug, info, warn, error but was verbose"),
                bad("logfile: /", "logfile must be the path of a file but was /; it is a directory"),
                bad("pidfile: 5", "pidfile must be the path of a file but was 5"),
                bad(
                        "livenessProbe: {enabled: yess, maxInterval: 5000}",
                        "livenessProbe.enabled must be true or false but was yess",
                        "livenessProbe.maxInterval must be a duration from 1s to 1h such as 500ms but was 5000; bare numbers are seconds; did you mean 5000ms?"),
                bad(
                        "livenessProbe: {file: /run/alive}",
                        "livenessProbe.file is not a setting; livenessProbe has enabled, filePath, maxInterval"),
                bad(
                        "datadog: {host: \"udp://agent\", port: 0, socketPath: \"unix:///dsd\", namespace: 1x, tags: [a b]}",
                        "datadog.host must be a host name or an IP address but was udp://agent",
                        "datadog.port must be a whole number from 1 to 65535 but was 0",
                        "datadog.socketPath must be the path of a file but was unix:///dsd; write it without what ends in ://",
                        "datadog.namespace must be a letter and up to 99 letters, digits, _ and . but was 1x",
                        "datadog.tags must be a list of tags such as env:production but was [a b]"),
                bad(
                        "jmx: {domain: \"a:b\"}",
                        "jmx.domain must be up to 100 letters, digits, dots, _ and - but was a:b"),
                bad(
                        "dashboard: {readonly: true}",
                        "dashboard.readonly is not a setting; did you mean dashboard.readOnly?"),
                bad(
                        "consumers: {a: {datadog: {enabled: true}}}",
                        "consumers.a.datadog is not a setting; it cannot differ between consumers; set it at the top"),
                bad("ordering: keys", "ordering must be one of partition, key, none but was keys; did you mean key?"),
                bad("virtualThreads: 1", "virtualThreads must be " + virtualThreads() + " but was 1"),
                bad("maxUncommittedSpan: 0", "maxUncommittedSpan must be a whole number from 1 to 100000000 but was 0"),
                bad(
                        "deadLetter: {topic: dead letters}",
                        "deadLetter.topic must be a topic name of letters, digits, dots, _ and - but was dead letters"),
                bad(
                        "deadLetter: {topic: \"dead/letters\", afterAttempts: 3}",
                        "deadLetter.topic must be a topic name of letters, digits, dots, _ and - but was dead/letters"),
                bad(
                        "deadLetter: {topic: dead, afterAttempts: 0}",
                        "deadLetter.afterAttempts must be a whole number from 1 to 1000000 but was 0"),
                bad(
                        "deadLetter: {topic: dead, on: [java.io.IOException, not a class]}",
                        "deadLetter.on must be a list of full names of classes but was [java.io.IOException, not a class]"),
                bad(
                        "pauseTimeout: 0\ndeadLetter: {topic: dead, afterAttempts: 3}",
                        "deadLetter.afterAttempts must be 1 where pauseTimeout is 0, which stops the consumer at the first failure, but was 3; lower it or raise pauseTimeout"),
                bad(
                        "deadLetter: {topic: dead, afterAttempts: 3}\nconsumers: {a: {pauseTimeout: 0}, b: {pauseTimeout: 0, deadLetter: {afterAttempts: 1}}}",
                        "deadLetter.afterAttempts must be 1 where pauseTimeout is 0, which stops the consumer at the first failure, but was 3; lower it or raise pauseTimeout"),
                bad(
                        "deadLetter: {afterAttempts: 3, on: java.io.IOException}",
                        "deadLetter.afterAttempts needs deadLetter.topic; set that or leave deadLetter.afterAttempts out",
                        "deadLetter.on needs deadLetter.topic; set that or leave deadLetter.on out"),
                bad(
                        "deadLetter: {afterAttempts: 3}\nconsumers: {a: {deadLetter: {topic: dead}}, b: {deadLetter: {on: x.Y}}}",
                        "consumers.b.deadLetter.on needs deadLetter.topic; set that or leave deadLetter.on out"),
                bad(
                        "deadLetter: {afterAttempt: 3}",
                        "deadLetter.afterAttempt is not a setting; did you mean deadLetter.afterAttempts?"),
                bad("deadLetter: dead", "deadLetter must be a mapping of settings but was a single value"),
                bad(
                        "pauseWithExponentialBackoff: maybe",
                        "pauseWithExponentialBackoff must be true or false but was maybe"),
                bad(
                        "securityProtocol: tls",
                        "securityProtocol must be one of plaintext, ssl, sasl-plaintext, sasl-ssl but was tls"),
                bad(
                        "producer: {compressionCodec: zip}",
                        "producer.compressionCodec must be one of none, gzip, lz4, snappy, zstd but was zip; did you mean gzip?"),
                bad("brokers: []", "brokers must be a list of host:port but was []"),
                bad(
                        "brokers: kafka://kafka1:9092",
                        "brokers must be a list of host:port but was kafka://kafka1:9092; write it without what ends in ://; securityProtocol says how to connect"),
                bad(
                        "brokers: kafka1:99999",
                        "brokers must be a list of host:port but was kafka1:99999; ports are 1 to 65535"),
                bad(
                        "brokers: \"kafka1:9092,,kafka2\"",
                        "brokers must be a list of host:port but was kafka1:9092,,kafka2; an element is empty"),
                bad("brokers: a b", "brokers must be a list of host:port but was a b"),
                bad("brokers: [{a: 1}]", "brokers must be a list of host:port but was [{a=1}]"),
                bad("clientId: 12", "clientId must be text without blanks around it but was 12; put it in quotes"),
                bad("clientId: \"a\\u0007b\"", "clientId must be text without blanks around it but was a?b"),
                bad("clientId: \" x\"", "clientId must be text without blanks around it but was  x"),
                bad(
                        "groupInstanceId: a b",
                        "groupInstanceId must be up to 150 letters, digits, dots, _ and - but was a b"),
                bad(
                        "partitionAssignmentStrategy: stiky",
                        "partitionAssignmentStrategy must be a list of range, roundrobin, sticky, cooperative-sticky or class names of assignors but was stiky; did you mean sticky?"),
                bad(
                        "partitionAssignmentStrategy: com.example.Missing",
                        "partitionAssignmentStrategy must be a list of range, roundrobin, sticky, cooperative-sticky or class names of assignors but was com.example.Missing; there is no such class on the classpath"),
                bad(
                        "valueDeserializer: java.lang.String",
                        "valueDeserializer must be the name of a class that implements org.apache.kafka.common.serialization.Deserializer but was java.lang.String; it is another kind of class"),
                bad("pauseTimout: 10s", "pauseTimout is not a setting; did you mean pauseTimeout?"),
                bad("pause_timeout: 10s", "pause_timeout is not a setting; did you mean pauseTimeout?"),
                bad("ssl_ca_location: /x", "ssl_ca_location is not a setting; did you mean ssl.caLocation?"),
                bad("ssl.caLocation: /x", "ssl.caLocation must be nested: write ssl:, and below it caLocation:"),
                bad("ssl: {caLocaton: /x}", "ssl.caLocaton is not a setting; did you mean ssl.caLocation?"),
                bad(
                        "ssl: {nonsense: /x}",
                        "ssl.nonsense is not a setting; ssl has caLocation, crlLocation, keystoreLocation, keystorePassword, certificateLocation, keyLocation, keyPassword, verifyHostname"),
                bad("ssl: true", "ssl must be a mapping of settings but was a single value"),
                bad("username: me", "username is not a setting; did you mean sasl.username?"),
                bad("produser: {linger: 5ms}", "produser is not a setting; did you mean producer?"),
                bad("zzz: 1", "zzz is not a setting"),
                bad("bootstrap.servers: a:1", "bootstrap.servers is not a setting; the setting for it is brokers"),
                bad("statsd: {enabled: true}", "statsd is not a setting"),
                bad("topics: {a: b}", "topics is not a setting; set it for one consumer, as consumers.<name>.topics"),
                bad(
                        "racecar: {brokers: a}",
                        "racecar is not a setting; the settings stand at the root of this file, without a racecar: line"),
                bad("consumers: [a]", "consumers must be a mapping from consumers' names to settings but was a list"),
                bad(
                        "consumers: {UserBanConsumer: {pauseTimeout: 1s}}",
                        "consumers.UserBanConsumer must be named by lower-case letters and digits with single dashes between them; did you mean user-ban-consumer?"),
                bad(
                        "consumers: {\"a b_\": {pauseTimeout: 1s}}",
                        "consumers.a b_ must be named by lower-case letters and digits with single dashes between them"),
                bad("consumers: {a: 5}", "consumers.a must be a mapping of settings but was a single value"),
                bad(
                        "consumers: {a: {brokers: b}}",
                        "consumers.a.brokers is not a setting; it cannot differ between consumers; set it at the top"),
                bad(
                        "consumers: {a: {pauseTimout: 1s}}",
                        "consumers.a.pauseTimout is not a setting; did you mean pauseTimeout?"),
                bad(
                        "consumers: {a: {consumerProperties.check.crcs: 1s}}",
                        "consumers.a.consumerProperties.check.crcs must be nested: write consumerProperties:, and below it check.crcs:"),
                bad(
                        "consumers: {a: {topics: {\"a b\": c}}}",
                        "consumers.a.topics: the name a b must be a topic name of letters, digits, dots, _ and -"),
                bad(
                        "consumers: {a: {topics: {a: \"c d\"}}}",
                        "consumers.a.topics.a must be a topic name of letters, digits, dots, _ and - but was c d"),
                bad(
                        "consumers: {a: {topics: [x]}}",
                        "consumers.a.topics must be a mapping, or text of the form a=b,c=d but was a list"),
                bad(
                        "consumers: {a: {topics: \"a,b\"}}",
                        "consumers.a.topics must be a mapping, or text of the form a=b,c=d but was a single value; each part between commas needs a ="),
                bad(
                        "consumers: {a: {topics: \"a=b,a=c\"}}",
                        "consumers.a.topics must be a mapping, or text of the form a=b,c=d but was a single value; a stands there twice"),
                bad(
                        "consumers: {a: {class: \"not a class\"}}",
                        "consumers.a.class must be the full name of a class but was not a class"),
                bad(
                        "heartbeatInterval: 30s",
                        "heartbeatInterval must be below sessionTimeout, 30s (the default), but was 30s; a third of that is usual"),
                bad(
                        "heartbeatInterval: 40s\nsessionTimeout: bad",
                        "sessionTimeout must be a duration from 100ms to 30m such as 500ms but was bad"),
                bad(
                        "consumers: {a: {heartbeatInterval: 30s}}",
                        "consumers.a.heartbeatInterval must be below sessionTimeout, 30s (the default), but was 30s; a third of that is usual"),
                bad(
                        "maxPollInterval: 20s",
                        "rebalanceTimeout must be below maxPollInterval, 20s, but was 30s (the default); lower it or raise maxPollInterval",
                        "shutdownTimeout must be below maxPollInterval, 20s, but was 30s (the default); lower it or raise maxPollInterval"),
                bad(
                        "shutdownTimeout: 5m",
                        "shutdownTimeout must be below maxPollInterval, 5m (the default), but was 5m; lower it or raise maxPollInterval"),
                bad(
                        "maxWaitTime: 30s",
                        "maxWaitTime must be below socketTimeout, 30s (the default), but was 30s; lower it or raise socketTimeout"),
                bad(
                        "socketTimeout: 500ms",
                        "maxWaitTime must be below socketTimeout, 500ms, but was 1s (the default); lower it or raise socketTimeout"),
                bad(
                        "fetchMinBytes: 20MiB",
                        "fetchMinBytes must be at most maxBytes, 10MiB (the default), but was 20MiB; lower it or raise maxBytes"),
                bad(
                        "maxPauseTimeout: 1m",
                        "maxPauseTimeout needs pauseWithExponentialBackoff; set that to true or leave maxPauseTimeout out"),
                bad(
                        "consumers: {a: {maxPauseTimeout: 1m}}",
                        "consumers.a.maxPauseTimeout needs pauseWithExponentialBackoff; set that to true or leave maxPauseTimeout out"),
                bad(
                        "maxPauseTimeout: 5s\npauseWithExponentialBackoff: true",
                        "maxPauseTimeout must be at least pauseTimeout, 10s (the default), but was 5s; raise it or lower pauseTimeout"),
                bad(
                        "groupProtocol: consumer\nsessionTimeout: 20s\npartitionAssignmentStrategy: range",
                        "sessionTimeout works only with groupProtocol classic but that is consumer; leave it out, the broker decides",
                        "partitionAssignmentStrategy works only with groupProtocol classic but that is consumer; leave it out, the broker decides"),
                bad(
                        "groupProtocol: consumer\nconsumerProperties: {session.timeout.ms: 1000}",
                        "consumerProperties.session.timeout.ms works only with groupProtocol classic but that is consumer; leave it out, the broker decides"),
                bad(
                        "consumers: {a: {groupProtocol: consumer, heartbeatInterval: 1s}}",
                        "consumers.a.heartbeatInterval works only with groupProtocol classic but that is consumer; leave it out, the broker decides"),
                bad(
                        "consumerProperties: {group.id: x, check.crcs: maybe, fetch.min.bytes: -1}",
                        "consumerProperties.check.crcs must be what Kafka accepts, boolean, but was maybe",
                        "consumerProperties.fetch.min.bytes must be what Kafka accepts, int [0,...], but was -1",
                        "consumerProperties.group.id is the engine's and cannot be set; use groupId"),
                bad(
                        "consumerProperties: {interceptor.classes: 'com.example.Absent', metric.reporters: org.apache.kafka.common.metrics.JmxReporter}",
                        "consumerProperties.interceptor.classes must be what Kafka accepts, a list of names of classes on the classpath, but was com.example.Absent"),
                bad(
                        "producer: {properties: {sasl.jaas.config: 'PlainLoginModule needed password=hunter2'}}",
                        "producer.properties.sasl.jaas.config must be what Kafka accepts, an entry such as org.apache.kafka.common.security.plain.PlainLoginModule required username=\"...\" password=\"...\";, but was [redacted]"),
                bad(
                        "consumerProperties: {ssl.key.password: {a: b}}",
                        "consumerProperties.ssl.key.password must be text, a number, true, false or a list of texts but was a mapping"),
                bad(
                        "producer: {properties: {acks: 1, retries: 0, max.in.flight.requests.per.connection: 10}}",
                        "producer.properties.acks is the engine's and cannot be set; every message is acknowledged by all in-sync replicas",
                        "producer.properties.retries must be positive but was 0; leave it out, producer.messageTimeout ends the repetition",
                        "producer.properties.max.in.flight.requests.per.connection must be at most 5 but was 10; more would not keep the order"),
                bad(
                        "producer: {properties: {linger.ms: 400000}}",
                        "producer.properties must leave delivery.timeout.ms at or above the sum of linger.ms and request.timeout.ms but that is 400001; raise producer.messageTimeout"),
                bad(
                        "producer: {partitioner: crc32}",
                        "producer.partitioner must be one of murmur2, murmur2-random, consistent, consistent-random, fnv1a, fnv1a-random but was crc32"),
                bad(
                        "producer: {partitioner: fnv1a, properties: {partitioner.class: org.apache.kafka.clients.producer.RoundRobinPartitioner}}",
                        "producer.properties.partitioner.class and producer.partitioner are two ways to choose partitions; leave one of them out"),
                bad(
                        "producer: {linger: 2s, messageTimeout: 1s}",
                        "producer.linger must be below producer.messageTimeout, 1s, but was 2s; lower it or raise producer.messageTimeout"),
                bad(
                        "consumers: {a: {valueDeserializerProperties: {x: y}}}",
                        "consumers.a.valueDeserializerProperties needs valueDeserializer; set that or leave valueDeserializerProperties out"),
                bad(
                        "ssl: {verifyHostname: false}",
                        "ssl.verifyHostname works only with securityProtocol ssl or sasl-ssl but that is plaintext (the default); leave it out or change securityProtocol"),
                bad(
                        "securityProtocol: ssl\nssl: {caLocation: /nowhere}",
                        "ssl.caLocation must be a PEM file with certificates or a directory of them but was /nowhere; there is no such file"),
                bad(
                        "securityProtocol: ssl\nssl: {keystorePassword: hunter2}",
                        "ssl.keystoreLocation is missing; ssl.keystorePassword needs it"),
                bad(
                        "securityProtocol: ssl\nssl: {keyPassword: hunter2}",
                        "ssl.keyLocation is missing; ssl.keyPassword needs it"),
                bad(
                        "securityProtocol: sasl_ssl",
                        "sasl.mechanism is missing; securityProtocol sasl-ssl needs it: one of GSSAPI, PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER"),
                bad(
                        "securityProtocol: sasl_ssl\nsasl: {mechanism: PLAIN}",
                        "sasl.username is missing; sasl.mechanism PLAIN needs it",
                        "sasl.password is missing; sasl.mechanism PLAIN needs it"),
                bad(
                        "securityProtocol: sasl_ssl\nsasl: {mechanism: MD5}",
                        "sasl.mechanism must be one of GSSAPI, PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER but was MD5"),
                bad(
                        "securityProtocol: sasl_ssl\nsasl: {mechanism: GSSAPI, username: x}",
                        "sasl.username works only with sasl.mechanism PLAIN, SCRAM or OAUTHBEARER but that is GSSAPI; leave it out or change sasl.mechanism"),
                bad(
                        "securityProtocol: sasl_ssl\nsasl: {mechanism: OAUTHBEARER, password: x}",
                        "sasl.username is missing; sasl.password needs it"),
                bad(
                        "securityProtocol: sasl_ssl\nsasl: {mechanism: PLAIN, username: x, password: 123}",
                        "sasl.password must be text but was [redacted]; put it in quotes"),
                bad(
                        "securityProtocol: sasl_ssl\nsasl: {mechanism: PLAIN, username: x, password: y, kerberos: {principal: z}}",
                        "sasl.kerberos.principal works only with sasl.mechanism GSSAPI but that is PLAIN; leave it out or change sasl.mechanism"),
                bad(
                        "securityProtocol: sasl_ssl\nsasl: {mechanism: GSSAPI, kerberos: {kinitCmd: \"kinit -R\"}}",
                        "sasl.kerberos.kinitCmd must be the path of the kinit program without arguments but was kinit -R"),
                bad("sasl: hunter2", "sasl must be a mapping of settings but was a single value"),
                bad(
                        "sasl: {password: hunter2}",
                        "sasl.password works only with securityProtocol sasl-plaintext or sasl-ssl but that is plaintext (the default); leave it out or change securityProtocol"),
                bad("pauseTimeout: 1s\npauseTimeout: 2s", "pauseTimeout is given twice, in lines 1 and 2; keep one"),
                bad(
                        "producer:\n  linger: 1ms\n  bufferBytes: 1MiB\n  linger: 2ms",
                        "producer.linger is given twice, in lines 2 and 4; keep one"),
                bad(
                        "a: &x 1\npauseTimeout: *x",
                        "pauseTimeout is a YAML alias, which is not followed; write the value itself",
                        "a is not a setting"),
                bad(
                        "base: &b {pauseTimeout: 1s}\n<<: *b",
                        "<< is a YAML alias, which is not followed; write the value itself",
                        "base is not a setting"),
                bad("- a", "the settings must be a mapping such as \"clientId: my-app\" but were a list"),
                bad("just text", "the settings must be a mapping such as \"clientId: my-app\" but were a single value"),
                bad(
                        "minMessageQueueSize: 100\nmaxBufferedMessages: 5",
                        "minMessageQueueSize is the former name of maxBufferedMessages, which is given too; leave it out"));
    }
}
