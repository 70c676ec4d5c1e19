package io.racecar.engine.security;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
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
        boolean encrypting = protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL;
        Optional<ListenerProbe.Unencrypted> unencrypted = listener.unencrypted();
        if (encrypting && unencrypted.isPresent()) {
            return Optional.of(broker + " does not encrypt its connections, but securityProtocol is " + name()
                    + "; name the port of a listener that does in brokers, or set securityProtocol to "
                    + (unencrypted.get().demandsSasl() ? "sasl-plaintext" : "plaintext"));
        }
        if (!encrypting && unencrypted.isEmpty() && listener.encrypts()) {
            return Optional.of(broker + " encrypts its connections, but securityProtocol is " + name()
                    + "; set it to ssl or sasl-ssl, or name the port of a listener that does not in brokers");
        }
        if (protocol == SecurityProtocol.PLAINTEXT
                && unencrypted.filter(ListenerProbe.Unencrypted::demandsSasl).isPresent()) {
            return Optional.of(
                    broker + " wants to know who its clients are, but securityProtocol is " + name()
                            + "; set it to sasl-plaintext, and sasl.mechanism, or name the port of another listener in brokers");
        }
        return SaslConfigs.GSSAPI_MECHANISM.equals(properties.get(SaslConfigs.SASL_MECHANISM))
                ? new ServiceTicket(properties).unknownAt(address.getAddress().getHostName())
                : Optional.empty();
    }

    /** As users write it. */
    private String name() {
        return protocol.name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
