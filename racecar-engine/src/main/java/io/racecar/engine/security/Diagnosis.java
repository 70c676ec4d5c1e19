package io.racecar.engine.security;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out, by connections of its own, why no broker talks to a client: brokers hang up without a word on what they do not
 * understand, and Kafka's client then tries for ever. Immutable and thread-safe.
 */
public final class Diagnosis {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Map<String, ?> properties;
    private final List<String> brokers;
    private final SecurityProtocol protocol;

    /**
     * @param properties what the client was made with
     * @param brokers where it finds the brokers, as {@code host:port}
     */
    public Diagnosis(Map<String, ?> properties, List<String> brokers) {
        this.properties = Map.copyOf(properties);
        this.brokers = List.copyOf(brokers);
        Object given = properties.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        this.protocol = given == null ? SecurityProtocol.PLAINTEXT : SecurityProtocol.forName(given.toString());
    }

    /**
     * Why the client cannot work with these settings, however often it tries; empty where that is not certain, as while
     * brokers cannot be reached at all. Blocks for some seconds at most, with Kerberos for as long as the KDC takes.
     */
    public Optional<AccessRefusedException> refusal() {
        List<Optional<String>> complaints = new ArrayList<>();
        for (String broker : brokers) {
            try {
                complaints.add(complaint(broker, new InetSocketAddress(Utils.getHost(broker), Utils.getPort(broker))));
            } catch (IOException | RuntimeException e) {
                LOG.debug(
                        "{} does not tell what is wrong: {}",
                        broker,
                        e.getClass().getName()); // it is down, or not there
            }
        }
        return complaints.stream().allMatch(Optional::isPresent)
                ? complaints.stream().flatMap(Optional::stream).findFirst().map(AccessRefusedException::new)
                : Optional.empty();
    }

    private Optional<String> complaint(String broker, InetSocketAddress address) throws IOException {
        ListenerProbe listener = new ListenerProbe(address, LONGEST);
        Optional<ListenerProbe.Answer> unencrypted = listener.unencrypted();
        boolean encrypting = protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL;
        if (encrypting && unencrypted.isPresent()) {
            return Optional.of(
                    broker + " does not encrypt its connections, but securityProtocol is " + written(protocol)
                            + "; point brokers at a listener that does, or set securityProtocol to "
                            + written(
                                    unencrypted.get().demandsSasl()
                                            ? SecurityProtocol.SASL_PLAINTEXT
                                            : SecurityProtocol.PLAINTEXT));
        }
        if (!encrypting && unencrypted.isEmpty() && listener.encrypts()) {
            return Optional.of(broker + " encrypts its connections, but securityProtocol is " + written(protocol)
                    + "; set it to ssl or sasl-ssl, or point brokers at a listener that does not");
        }
        return switch (protocol) {
            case PLAINTEXT -> anonymous(broker, unencrypted, SecurityProtocol.SASL_PLAINTEXT);
            case SSL -> anonymous(broker, encrypted(listener), SecurityProtocol.SASL_SSL);
            case SASL_PLAINTEXT, SASL_SSL -> withoutTicket(address);
        };
    }

    private Optional<String> anonymous(String broker, Optional<ListenerProbe.Answer> answer, SecurityProtocol right) {
        return answer.filter(ListenerProbe.Answer::demandsSasl)
                .map(it -> broker + " wants to know who its clients are, but securityProtocol is " + written(protocol)
                        + "; set it to " + written(right) + ", and sasl.mechanism to the brokers', or point brokers at"
                        + " another listener");
    }

    private Optional<ListenerProbe.Answer> encrypted(ListenerProbe listener) throws IOException {
        Map<String, Object> parsed = new HashMap<>(properties);
        parsed.putAll(new ConfigDef().withClientSslSupport().parse(properties));
        try {
            return listener.encrypted(
                    SslEngines.read(new SslFiles(parsed)).context(),
                    String.valueOf(parsed.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG)));
        } catch (UnusableFileException e) {
            throw new IOException(e);
        }
    }

    private Optional<String> withoutTicket(InetSocketAddress address) {
        return SaslConfigs.GSSAPI_MECHANISM.equals(properties.get(SaslConfigs.SASL_MECHANISM))
                ? new ServiceTicket(properties).unknownAt(address.getAddress().getHostName())
                : Optional.empty();
    }

    /** As users write it. */
    private static String written(SecurityProtocol protocol) {
        return protocol.name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
