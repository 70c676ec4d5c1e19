package io.racecar.engine;

import io.racecar.Consumer;
import io.racecar.ErrorHandler;
import io.racecar.OutgoingMessage;
import io.racecar.engine.SubscriptionPlan.PlannedClient;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.config.ConsumerSettings;
import io.racecar.engine.config.GroupProtocol;
import io.racecar.engine.config.ProcessingGuarantee;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.produce.Outlet;
import io.racecar.engine.produce.Receipt;
import io.racecar.engine.produce.TransactionalProducer;
import io.racecar.engine.security.Diagnosis;
import io.racecar.engine.security.Refusals;
import io.racecar.engine.worker.DeadLetterPolicy;
import io.racecar.engine.worker.Events;
import io.racecar.engine.worker.ExpiryPolicy;
import io.racecar.engine.worker.Identity;
import io.racecar.engine.worker.OperatorPauses;
import io.racecar.engine.worker.PausePolicy;
import io.racecar.engine.worker.RateLimit;
import io.racecar.engine.worker.ShareGroup;
import io.racecar.engine.worker.ShareMembers;
import io.racecar.engine.worker.Transacting;
import io.racecar.engine.worker.Worker;
import io.racecar.engine.worker.WorkerBlueprint;
import io.racecar.engine.worker.WorkerBlueprint.Cluster;
import io.racecar.engine.worker.WorkerSettings;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes workers from the configuration.
 *
 * @param outlets a consumer's share of the producer, by its name
 * @param transactions the producers of those that work in transactions
 */
record WorkerFactory(
        RacecarConfig config,
        ErrorHandler errorHandler,
        Events events,
        ClientReporters reporters,
        Function<String, Outlet> outlets,
        TransactionalProducers transactions,
        InstantSource wallClock,
        RandomGenerator random) {

    ConsumerSettings settings(String consumer) {
        return config.consumer(consumer);
    }

    /** @param number the worker's number in its consumer, from 0 */
    <V> Worker worker(
            Registration<V> registration,
            PlannedClient client,
            int number,
            Consumer<V> instance,
            Runnable teardown,
            OperatorPauses operatorPauses,
            RateLimit rateLimit,
            Worker.StateListener states) {
        ConsumerSettings settings = settings(registration.name());
        Identity identity = new Identity(registration.name(), settings.groupId(), number);
        Map<String, Object> properties = properties(identity, settings, client);
        Transacting transacting = transacting(identity, settings);
        ClusterIdReader values = new ClusterIdReader();
        WorkerBlueprint<V> blueprint = new WorkerBlueprint<>(
                identity,
                workerSettings(settings, properties),
                client.subscription(),
                instance,
                teardown,
                decoder(registration, settings),
                errorHandler,
                new PausePolicy(
                        settings.pauseTimeout(),
                        settings.pauseWithExponentialBackoff(),
                        settings.maxPauseTimeout().orElse(null),
                        random),
                deadLetters(settings),
                settings.messageExpiry()
                        .map(age -> new ExpiryPolicy(age, settings.deadLetterExpired(), wallClock))
                        .orElse(null),
                operatorPauses,
                rateLimit,
                events,
                transacting == null
                        ? outlet(outlets.apply(registration.name()), settings)
                        : transacting.producer()::send,
                new Cluster(
                        () -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), values),
                        new Refusals(properties)::explained,
                        new Diagnosis(properties, config.brokers())::refusal,
                        values::clusterId,
                        String.join(",", config.brokers())),
                states,
                transacting,
                System::nanoTime);
        return settings.groupProtocol() == GroupProtocol.SHARE
                ? blueprint.build(shareMembers(settings, client, properties))
                : blueprint.build();
    }

    private ShareMembers shareMembers(ConsumerSettings settings, PlannedClient client, Map<String, Object> properties) {
        Map<String, Object> asking = new HashMap<>(config.adminProperties());
        asking.put( // it asks before it knows a cluster, and would log ever more often that it starts again
                AdminClientConfig.METADATA_RECOVERY_STRATEGY_CONFIG, MetadataRecoveryStrategy.NONE.name);
        ShareGroup group = new ShareGroup(
                () -> Admin.create(asking),
                settings.groupId(),
                client.subscription().topics().keySet(),
                ShareStart.of(settings.startAt(), client.subscription(), wallClock.instant()),
                settings.deadLetterAfterAttempts().orElse(0),
                config.socketTimeout());
        return new ShareMembers(
                () -> new KafkaShareConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                group,
                settings.dropsGivenUp());
    }

    private @Nullable Transacting transacting(Identity identity, ConsumerSettings settings) {
        if (settings.processingGuarantee() != ProcessingGuarantee.EXACTLY_ONCE) {
            return null;
        }
        String id = settings.transactionalIdPrefix().orElse(transactions.processId()) + "-" + settings.groupId() + "-"
                + identity;
        Map<String, Object> properties = config.transactionalProducerProperties(identity.consumer(), id);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, config.clientId() + "-" + identity);
        reporters.addTo(properties, identity.consumer(), identity.worker());
        TransactionalProducer producer =
                transactions.producer(identity.consumer(), properties, settings.transactionTimeout());
        return Transacting.of(
                identity,
                producer,
                id,
                settings.transactionMaxMessages(),
                settings.transactionMaxTime(),
                TransactionalProducers.patience(settings.transactionTimeout()));
    }

    /** Handlers may wait until a topic is known; what has failed waits in its lane instead, and holds up no thread (F6). */
    private static BiConsumer<OutgoingMessage, Receipt> outlet(Outlet outlet, ConsumerSettings settings) {
        String deadLetters = settings.deadLetterTopic().orElse(null);
        return (message, receipt) -> {
            if (message.topic().equals(deadLetters)) {
                outlet.sendBriefly(message, receipt);
            } else {
                outlet.send(message, receipt);
            }
        };
    }

    /** What the client of a worker is made with. */
    Map<String, Object> properties(Identity identity, ConsumerSettings settings, PlannedClient client) {
        Map<String, Object> properties = new HashMap<>(config.consumerProperties(identity.consumer()));
        client.properties().forEach((key, value) -> {
            if (key.equals(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG)) {
                properties.putIfAbsent(key, value); // a raw property of the configuration has the last word
            } else {
                properties.put(key, value);
            }
        });
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, config.clientId() + "-" + identity);
        reporters.addTo(properties, identity.consumer(), identity.worker());
        settings.groupInstanceId()
                .ifPresent(it -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, it + "-" + identity));
        return properties;
    }

    private WorkerSettings workerSettings(ConsumerSettings settings, Map<String, Object> properties) {
        return new WorkerSettings(
                settings.concurrency(),
                settings.virtualThreads(),
                settings.ordering(),
                settings.maxUncommittedSpan(),
                settings.fetchMessages(),
                settings.maxBufferedMessages(),
                settings.maxBufferedBytes(),
                settings.longestHandling(),
                settings.offsetCommitInterval(),
                settings.synchronousCommits(),
                settings.rebalanceTimeout(),
                settings.shutdownTimeout(),
                config.socketTimeout(),
                settings.maxBytes(),
                Long.parseLong(String.valueOf(properties.get(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG))),
                settings.leaveOnStop(),
                settings.loggingContext(),
                settings.startAt().map(it -> it.from(wallClock.instant())).orElse(null),
                settings.onlyIf());
    }

    private DeadLetterPolicy deadLetters(ConsumerSettings settings) {
        return new DeadLetterPolicy(
                settings.deadLetterTopic().orElse(null),
                settings.deadLetterAfterAttempts().orElse(0),
                Set.copyOf(settings.deadLetterOn()),
                wallClock);
    }

    @SuppressWarnings("unchecked") // whoever names a deserializer vouches for its type
    private static <V> Decoder<V> decoder(Registration<V> registration, ConsumerSettings settings) {
        return settings.valueDeserializer()
                .map(it -> (Decoder<V>) Decoder.ofDeserializer(it, settings.valueDeserializerProperties()))
                .orElseGet(registration.decoder());
    }
}
