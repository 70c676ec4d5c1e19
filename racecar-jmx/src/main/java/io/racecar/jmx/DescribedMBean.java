package io.racecar.jmx;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationBroadcasterSupport;
import javax.management.StandardEmitterMBean;

/**
 * An MBean that takes from its interface what JConsole shows: descriptions, real names of parameters, and that each
 * operation changes something. Thread-safe.
 */
final class DescribedMBean extends StandardEmitterMBean {

    <T> DescribedMBean(T implementation, Class<T> type, MBeanNotificationInfo... notifications) {
        super(implementation, type, false, new NotificationBroadcasterSupport(notifications));
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return described(getMBeanInterface());
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return described(method((info.isIs() ? "is" : "get") + info.getName()));
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return described(method(info.getName()));
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
        return described(method(operation.getName()).getParameters()[index]);
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
        return method(operation.getName()).getParameters()[index].getName();
    }

    @Override
    protected int getImpact(MBeanOperationInfo info) {
        return MBeanOperationInfo.ACTION;
    }

    /** No interface here has two methods of one name. */
    private Method method(String name) {
        return Arrays.stream(getMBeanInterface().getMethods())
                .filter(it -> it.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String described(AnnotatedElement element) {
        return Objects.requireNonNull(element.getAnnotation(Description.class), element::toString)
                .value();
    }
}
