package io.racecar.dropwizard.command;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Path;
import javax.management.remote.JMXServiceURL;

/**
 * Where a JVM of this machine lets its own users read its MBeans, over the loopback interface. The only one that touches the
 * module {@code jdk.attach}, which runtime images may leave out.
 *
 * @param workingDirectory what relative paths in its settings begin at
 */
record LocalAgent(JMXServiceURL address, Path workingDirectory) {

    /** @throws CommandFailedException if nothing can be attached to that process */
    static LocalAgent of(long pid) throws CommandFailedException, IOException {
        try {
            VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
            try {
                return new LocalAgent(
                        new JMXServiceURL(jvm.startLocalManagementAgent()),
                        Path.of(jvm.getSystemProperties().getProperty("user.dir")));
            } finally {
                jvm.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new CommandFailedException(
                    "process " + pid + " is not a Racecar process: nothing can be attached to it,"
                            + " because it is no JVM, does not respond or has -XX:+DisableAttachMechanism ("
                            + e.getMessage() + ")");
        }
    }
}
