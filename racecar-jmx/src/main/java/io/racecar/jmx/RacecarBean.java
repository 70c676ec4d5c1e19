package io.racecar.jmx;

import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.Racecar;
import java.util.List;
import javax.management.openmbean.TabularData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers for {@link RacecarMBean}. Thread-safe. */
final class RacecarBean implements RacecarMBean {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final Racecar racecar;
    private final List<String> consumers;

    RacecarBean(Racecar racecar) {
        this.racecar = racecar;
        this.consumers = racecar.consumers().stream().map(ConsumerStatus::name).toList();
    }

    @Override
    public String getVersion() {
        return Version.read();
    }

    @Override
    public String getClientId() {
        return racecar.config().clientId();
    }

    @Override
    public String getBrokers() {
        return String.join(",", racecar.config().brokers());
    }

    @Override
    public String[] getConsumers() {
        return consumers.toArray(String[]::new);
    }

    @Override
    public String getConfiguration() {
        return racecar.config().effectiveYaml();
    }

    @Override
    public TabularData getSettings() {
        return SettingsTable.of(racecar.config().effective());
    }

    @Override
    public void stop() {
        LOG.info("all consumers stop, as {} asked", Caller.name());
        racecar.stop();
    }
}
