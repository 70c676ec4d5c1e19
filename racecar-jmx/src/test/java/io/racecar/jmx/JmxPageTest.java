package io.racecar.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import org.junit.jupiter.api.Test;

/** Keeps the tables of {@code docs/jmx.md} true: they are what the MBeans say of themselves. */
class JmxPageTest {
    private final List<String> page;

    JmxPageTest() throws IOException {
        page = Files.readAllLines(Path.of("../docs/jmx.md"));
    }

    @Test
    void theApplicationIsAsThePageSays() {
        assertDocumented("## The application", RacecarMBean.class);
    }

    @Test
    void consumersAreAsThePageSays() {
        assertDocumented("## Consumers", ConsumerMBean.class);
    }

    @Test
    void partitionsAreAsThePageSays() {
        assertDocumented("## Partitions", PartitionMBean.class);
    }

    @Test
    void deadLettersAreAsThePageSays() {
        assertDocumented("## Dead letters", DeadLettersMBean.class);
    }

    @Test
    void everyTypeOfNotificationIsOnThePage() {
        assertThat(rows("## Notifications").map(row -> row.substring(3, row.indexOf('`', 3))))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Notices.ofConsumer())
                        .map(MBeanNotificationInfo::getNotifTypes)
                        .flatMap(Arrays::stream)
                        .toList());
    }

    private <T> void assertDocumented(String heading, Class<T> type) {
        MBeanInfo info = new DescribedMBean(unanswered(type), type).getMBeanInfo();
        Stream<String> attributes = Arrays.stream(info.getAttributes()).map(JmxPageTest::row);
        Stream<String> operations = Arrays.stream(info.getOperations()).map(JmxPageTest::row);
        assertThat(rows(heading))
                .as("rows of tables below %s in docs/jmx.md", heading)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(attributes, operations).toList());
    }

    /** The rows below a heading that begin with a name. */
    private Stream<String> rows(String heading) {
        return page.stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"));
    }

    /** Nobody asks it anything here. */
    private static <T> T unanswered(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
    }

    private static String row(MBeanAttributeInfo it) {
        return "| `" + it.getName() + "` | " + simple(it.getType()) + " | " + it.getDescription() + " |";
    }

    private static String row(MBeanOperationInfo it) {
        String parameters =
                Arrays.stream(it.getSignature()).map(JmxPageTest::parameter).collect(Collectors.joining(", "));
        return "| `" + it.getName() + "` | " + parameters + (parameters.isEmpty() ? "" : " ") + "| "
                + it.getDescription() + " |";
    }

    private static String parameter(MBeanParameterInfo it) {
        return "`" + it.getName() + "` (" + simple(it.getType()) + "): " + it.getDescription();
    }

    private static String simple(String type) {
        String element = type.startsWith("[L") ? type.substring(2, type.length() - 1) : type;
        return element.substring(element.lastIndexOf('.') + 1) + (type.startsWith("[L") ? "[]" : "");
    }
}
