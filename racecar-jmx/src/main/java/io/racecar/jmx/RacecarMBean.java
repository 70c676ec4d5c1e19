package io.racecar.jmx;

import javax.management.openmbean.TabularData;

/** The MBean {@code io.racecar:type=Racecar}: one application, with all of its consumers. */
@Description("A Racecar: the consumers of one application and their settings")
public interface RacecarMBean {
    /** The version of Racecar. */
    @Description("Version of Racecar")
    String getVersion();

    /** The setting {@code clientId}. */
    @Description("What identifies this application to the brokers (clientId)")
    String getClientId();

    /** The setting {@code brokers}, with commas. */
    @Description("Addresses of brokers, with commas (brokers)")
    String getBrokers();

    /** The names of all consumers, in the order of their registration. */
    @Description("Names of the consumers")
    String[] getConsumers();

    /** The effective configuration as YAML, without secrets; comments say where values come from. */
    @Description("The settings as they apply, as YAML, without secrets; comments say where values come from")
    String getConfiguration();

    /** The effective configuration as rows of {@code key}, {@code value} and {@code source}, without secrets; indexed by the key. */
    @Description("The settings as they apply, without secrets: key, value, and the source default, file, environment,"
            + " command line or code")
    TabularData getSettings();

    /** Asks all consumers to stop, within {@code shutdownTimeout}; returns at once. The second call interrupts handlers (S1). */
    @Description("Stops all consumers in order, within shutdownTimeout, and returns at once; the second call interrupts"
            + " handlers")
    void stop();
}
