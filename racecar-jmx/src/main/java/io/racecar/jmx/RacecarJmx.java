package io.racecar.jmx;

import io.racecar.engine.Racecar;
import io.racecar.engine.RacecarPlugin;
import io.racecar.engine.config.RacecarConfig;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Registers MBeans for every Racecar whose settings have {@code jmx.enabled}: {@link RacecarMBean}, {@link ConsumerMBean},
 * {@link PartitionMBean} and {@link DeadLettersMBean}. They are there from {@code build()} to {@code close()}, those of partitions as long as they are
 * assigned. The Dropwizard bundle finds this by itself; elsewhere:
 *
 * <pre>{@code
 * Racecar racecar = RacecarJmx.register(Racecar.builder(config).consumer(UserBanConsumer.class)).build();
 * }</pre>
 *
 * <p>Two applications in one JVM need a {@code jmx.domain} each: the second to be built with a domain that is taken is refused.
 * Thread-safe.
 */
public final class RacecarJmx implements RacecarPlugin {
    /** Called by ServiceLoader. */
    public RacecarJmx() {}

    /**
     * Has MBeans registered for what is built.
     *
     * @return the same builder
     */
    public static Racecar.Builder register(Racecar.Builder builder) {
        return builder.plugin(new RacecarJmx());
    }

    @Override
    public Optional<? extends Attachment> attach(RacecarConfig config) {
        if (!config.jmx().enabled()) {
            return Optional.empty();
        }
        ObjectNames names = new ObjectNames(config.jmx().domain());
        MBeans beans = new MBeans(ManagementFactory.getPlatformMBeanServer(), names, System::nanoTime);
        return Optional.of(new JmxAttachment(beans, new Notices(names, InstantSource.system())));
    }
}
