package io.racecar.engine;

import io.racecar.ErrorHandler;
import io.racecar.engine.SubscriptionPlan.PlannedClient;
import io.racecar.engine.codec.Encoder;
import io.racecar.engine.codec.Json;
import io.racecar.engine.codec.KeyHash;
import io.racecar.engine.config.ProducerSettings;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.produce.DeliveryThreads;
import io.racecar.engine.produce.Limits;
import io.racecar.engine.produce.Partitioning;
import io.racecar.engine.produce.SharedProducer;
import io.racecar.engine.worker.Events;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;

/** The parts of a {@link Racecar}, put together; nothing connects before it is used. */
record Assembly(
        RacecarConfig config,
        Map<String, RunningConsumer<?>> consumers,
        SharedProducer producer,
        ExecutorService completions,
        EndOffsets ends,
        Audience audience) {

    /** A registration, checked, with the clients that it needs. */
    record Planned(Registration<?> registration, List<PlannedClient> clients) {}

    static Assembly of(
            RacecarConfig config,
            List<Planned> planned,
            Json json,
            ErrorHandler errorHandler,
            Audience audience,
            ClientReporters reporters) {
        ExecutorService completions = DeliveryThreads.create();
        Map<String, Object> properties = new HashMap<>(config.producerProperties());
        reporters.addTo(properties, null, 0);
        Encoder encoder = encoder(json, config.producer());
        SharedProducer producer = new SharedProducer(
                () -> new KafkaProducer<>(properties),
                encoder,
                limits(config.producer(), planned.size()),
                audience.ofProduction(),
                completions,
                System::nanoTime);
        WorkerFactory factory = new WorkerFactory(
                config,
                errorHandler,
                new Events(audience.all(), audience.ofEachMessage()),
                reporters,
                producer::outlet,
                new TransactionalProducers(
                        config.producer(),
                        encoder,
                        audience.ofProduction(),
                        UUID.randomUUID().toString()),
                InstantSource.system(),
                () -> ThreadLocalRandom.current().nextLong());
        Map<String, RunningConsumer<?>> consumers = new LinkedHashMap<>();
        EndOffsets ends = new EndOffsets(
                () -> Admin.create(config.adminProperties()),
                () -> consumers.values().stream()
                        .flatMap(it -> it.watched().stream())
                        .toList(),
                config.lagInterval(),
                InstantSource.system(),
                System::nanoTime);
        planned.forEach(it ->
                consumers.put(it.registration().name(), consumer(it.registration(), it.clients(), factory, ends)));
        return new Assembly(config, consumers, producer, completions, ends, audience);
    }

    private static Encoder encoder(Json json, ProducerSettings settings) {
        return new Encoder(json, settings.partitioner().map(Partitioning::hash).orElse(KeyHash.MURMUR2));
    }

    private static Limits limits(ProducerSettings settings, int consumers) {
        return new Limits(
                settings.maxInFlightDeliveries(), settings.bufferBytes(), consumers, settings.messageTimeout());
    }

    private static <V> RunningConsumer<V> consumer(
            Registration<V> registration, List<PlannedClient> clients, WorkerFactory factory, EndOffsets ends) {
        return new RunningConsumer<>(registration, clients, factory, ends);
    }
}
