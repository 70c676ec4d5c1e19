package io.racecar.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Partition;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import org.junit.jupiter.api.Test;

/** What JConsole shows. */
class DescribedMBeanTest {
    private final MBeanInfo partition = new DescribedMBean(
                    new PartitionBean(new SteeredConsumer(new FakeControl(), () -> 0), new Partition("orders", 3)),
                    PartitionMBean.class,
                    Notices.ofPartition())
            .getMBeanInfo();

    @Test
    void parametersHaveTheirRealNamesAndDescriptions() {
        assertThat(parameters())
                .extracting(MBeanParameterInfo::getName)
                .containsExactlyInAnyOrder("offset", "offset", "isoInstant");
        assertThat(parameters())
                .extracting(MBeanParameterInfo::getDescription)
                .contains("Offset of the message that is meant: FailingOffset");
    }

    private Stream<MBeanParameterInfo> parameters() {
        return Arrays.stream(partition.getOperations())
                .map(MBeanOperationInfo::getSignature)
                .flatMap(Arrays::stream);
    }

    @Test
    void operationsSayThatTheyChangeSomething() {
        assertThat(partition.getOperations())
                .extracting(MBeanOperationInfo::getImpact)
                .hasSize(6)
                .containsOnly(MBeanOperationInfo.ACTION);
    }

    @Test
    void attributesAreDescribedAndCannotBeWritten() {
        assertThat(partition.getAttributes())
                .filteredOn(it -> it.getName().equals("FailingOffset"))
                .extracting(MBeanAttributeInfo::getDescription)
                .containsExactly("Offset of the failing message, which is what skip wants; -1 when none fails");
        assertThat(partition.getAttributes()).noneMatch(MBeanAttributeInfo::isWritable);
        assertThat(partition.getDescription()).isEqualTo("A partition that is assigned to a consumer of this process");
    }

    @Test
    void notificationsAreAnnounced() {
        assertThat(partition.getNotifications()[0].getNotifTypes()).contains(Notices.FAILED, Notices.SKIPPED);
    }
}
