package io.racecar.testing;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of embedded servers, which may not end the JVM.
 *
 * <p>Kafka's servers call {@code exit} or {@code halt} when they cannot go on. On threads of this group that becomes an
 * exception; on any other thread it ends the JVM as ever. Threads inherit the group from the one that starts them.
 */
final class BrokerThreads {
    private static final ThreadGroup GROUP = new ThreadGroup("embedded-kafka");

    static {
        Exit.setExitProcedure((status, message) -> {
            refuseToServers(status, message);
            System.exit(status);
        });
        Exit.setHaltProcedure((status, message) -> {
            refuseToServers(status, message);
            Runtime.getRuntime().halt(status);
        });
    }

    private BrokerThreads() {}

    /** Work of which only the end matters. */
    interface Work {
        void run() throws Exception;
    }

    /** Does that on a thread of the group. */
    static CompletableFuture<Void> run(String name, Work work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                work.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        };
        Thread thread = new Thread(GROUP, task, "embedded-kafka-" + name);
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static void refuseToServers(int status, @Nullable String message) {
        if (GROUP.parentOf(Thread.currentThread().getThreadGroup())) {
            throw new IllegalStateException(
                    "an embedded server gave up and asked to end the JVM with status " + status + ": " + message);
        }
    }
}
