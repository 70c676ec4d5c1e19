package io.racecar.testing.guarantees;

import io.racecar.Partition;
import io.racecar.testing.EmbeddedKafka;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The brokers that the tests of a class share; gives each test a {@link Race} on them, and closes it. */
final class SharedBrokers implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private static final int PATIENCE_MILLIS = 2000;

    private final AtomicInteger races = new AtomicInteger();
    private final EmbeddedKafka.Builder builder;
    private @Nullable EmbeddedKafka kafka;
    private @Nullable Admin admin;

    /** One broker. */
    SharedBrokers() {
        this(EmbeddedKafka.builder());
    }

    SharedBrokers(EmbeddedKafka.Builder builder) {
        this.builder = builder;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    void start() {
        kafka = builder.start();
        admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    void stop() {
        admin().close();
        kafka().close();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Race.class;
    }

    @Override
    public Race resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Race race = new Race(this, context.getRequiredTestMethod().getName() + "-" + races.incrementAndGet());
        context.getStore(ExtensionContext.Namespace.create(SharedBrokers.class, context.getUniqueId()))
                .put(race.topic(), race);
        return race;
    }

    EmbeddedKafka kafka() {
        return Objects.requireNonNull(kafka);
    }

    Admin admin() {
        return Objects.requireNonNull(admin);
    }

    /** The leaders of a topic's partitions, null for one that has none yet. */
    List<@Nullable Node> leaders(String topic) {
        List<@Nullable Node> leaders = new ArrayList<>();
        get(admin().describeTopics(Set.of(topic)).topicNameValues().get(topic))
                .partitions()
                .forEach(it -> leaders.add(it.leader()));
        return leaders;
    }

    /** How many offsets the partitions of a topic hold. */
    long messages(String topic) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        TopicDescription description =
                get(admin().describeTopics(Set.of(topic)).allTopicNames()).get(topic);
        description
                .partitions()
                .forEach(it -> latest.put(new TopicPartition(topic, it.partition()), OffsetSpec.latest()));
        return get(admin().listOffsets(latest).all()).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    GroupState groupState(String group) {
        return get(admin().describeConsumerGroups(Set.of(group)).all())
                .get(group)
                .groupState();
    }

    /** How many members a share group has. */
    int shareMembers(String group) {
        return get(admin().describeShareGroups(Set.of(group)).all())
                .get(group)
                .members()
                .size();
    }

    /** What a group has committed. */
    Map<Partition, Long> committed(String group) {
        Map<Partition, Long> offsets = new HashMap<>();
        commits(group)
                .forEach((partition, offset) ->
                        offsets.put(new Partition(partition.topic(), partition.partition()), offset.offset()));
        return offsets;
    }

    /** The same, or nothing if the brokers do not say so now. */
    Map<Partition, Long> committedIfTold(String group) {
        try {
            return committed(group);
        } catch (IllegalStateException e) {
            return Map.of();
        }
    }

    /** What a group has committed, with its metadata. */
    Map<TopicPartition, OffsetAndMetadata> commits(String group) {
        ListConsumerGroupOffsetsOptions soon = new ListConsumerGroupOffsetsOptions().timeoutMs(PATIENCE_MILLIS);
        return get(admin().listConsumerGroupOffsets(group, soon).partitionsToOffsetAndMetadata());
    }

    /** Has the brokers take messages of a topic up to so many bytes. */
    void allow(int bytes, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        ConfigEntry size = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
        get(admin().incrementalAlterConfigs(
                        Map.of(resource, List.of(new AlterConfigOp(size, AlterConfigOp.OpType.SET))))
                .all());
    }

    static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
