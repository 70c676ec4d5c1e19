package io.racecar.jmx;

import io.racecar.engine.ConsumerControl;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/** Answers for {@link ConsumerMBean}. Thread-safe. */
final class ConsumerBean implements ConsumerMBean {
    private final SteeredConsumer consumer;

    ConsumerBean(SteeredConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public String getName() {
        return consumer.status().name();
    }

    @Override
    public String getGroupId() {
        return consumer.status().groupId();
    }

    @Override
    public String getState() {
        return consumer.status().state().name();
    }

    @Override
    public int getWorkers() {
        return consumer.status().workers();
    }

    @Override
    public TabularData getPartitions() {
        return PartitionsTable.of(consumer.partitions());
    }

    @Override
    public long getProcessed() {
        return consumer.status().processed();
    }

    @Override
    public long getFailed() {
        return consumer.status().failed();
    }

    @Override
    public long getSkipped() {
        return consumer.status().skipped();
    }

    @Override
    public long getDeadLettered() {
        return consumer.status().deadLettered();
    }

    @Override
    public long getLag() {
        return consumer.status().lag();
    }

    @Override
    public long getTimeLagMillis() {
        return consumer.status().timeLagMillis();
    }

    @Override
    public double getMaxMessagesPerSecond() {
        return consumer.maxMessagesPerSecond().orElse(0);
    }

    @Override
    public void setMaxMessagesPerSecond(double messagesPerSecond) {
        consumer.steer(it -> {
            if (messagesPerSecond == 0) {
                it.unlimit();
            } else {
                it.limit(messagesPerSecond);
            }
        });
    }

    @Override
    public @Nullable String getLastError() {
        return consumer.status().lastError();
    }

    @Override
    public void start() {
        consumer.steer(ConsumerControl::start);
    }

    @Override
    public void stop() {
        consumer.steer(ConsumerControl::stop);
    }

    @Override
    public void pause() {
        consumer.steer(ConsumerControl::pause);
    }

    @Override
    public void resume() {
        consumer.steer(ConsumerControl::resume);
    }
}
