package io.racecar.jmx;

import io.racecar.Partition;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * What the MBeans of one application are called. Consumers are named in lower case, digits and dashes, and Kafka allows only
 * letters, digits, dots, dashes and underscores in topics, so nothing needs quotes.
 *
 * @param domain what stands before the colon
 */
record ObjectNames(String domain) {

    ObjectName racecar() {
        return name("type=Racecar");
    }

    ObjectName consumer(String consumer) {
        return name("type=Consumer,name=" + consumer);
    }

    ObjectName partition(String consumer, Partition partition) {
        return name("type=Partition,consumer=" + consumer + ",topic=" + partition.topic() + ",partition="
                + partition.number());
    }

    ObjectName deadLetters(String consumer) {
        return name("type=DeadLetters,consumer=" + consumer);
    }

    private ObjectName name(String properties) {
        try {
            return new ObjectName(domain + ":" + properties);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(domain + ":" + properties + " is no name for an MBean", e);
        }
    }
}
