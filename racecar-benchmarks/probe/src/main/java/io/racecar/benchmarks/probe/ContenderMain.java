package io.racecar.benchmarks.probe;

import java.io.IOException;
import java.io.InputStream;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;

/**
 * Runs one contender and prints what was measured as one line of JSON.
 *
 * <p>Ends at once, with status 1, when a thread of the contender dies of an exception, and when its standard input ends,
 * which it does when the harness is gone.
 */
public final class ContenderMain {
    private static final int SETTLING_SECONDS = 5;

    private final Run run;

    private ContenderMain(Run run) {
        this.run = run;
    }

    /**
     * Runs it.
     *
     * @param args {@code name=value} each
     * @throws Exception if the contender cannot be started; the JVM then ends with status 1
     */
    public static void main(String[] args) throws Exception {
        Sample.now(); // has all classes loaded that samples take
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            error.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        endWith(System.in);
        new ContenderMain(new Run(Arguments.parse(args))).measure();
        Runtime.getRuntime().halt(0);
    }

    private static void endWith(InputStream parent) {
        Thread watch = new Thread(() -> {
            try (parent) {
                while (parent.read() >= 0) {}
            } catch (IOException e) {
                throw new IllegalStateException("standard input cannot be read", e);
            } finally {
                Runtime.getRuntime().halt(1);
            }
        });
        watch.setDaemon(true);
        watch.setName("benchmark-parent-watch");
        watch.start();
    }

    private void measure() throws Exception {
        Peer peer = ServiceLoader.load(Peer.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the class path has no " + Peer.class.getName()));
        peer.start(run);
        Milestones milestones = run.milestones();
        milestones.await();
        Report report = new Report();
        reportRun(report, milestones);
        if (run.task().measuresLatency()) {
            report.with("p50Micros", run.latencies().percentile(50))
                    .with("p99Micros", run.latencies().percentile(99));
        }
        if (run.idleSeconds() > 0) {
            reportIdle(report);
        }
        report.with("residentBytes", Resident.bytes());
        System.out.println(report.json());
        System.out.flush();
    }

    private void reportRun(Report report, Milestones milestones) {
        Sample first = milestones.first();
        Sample middle = milestones.middle();
        Sample last = milestones.last();
        report.with("records", milestones.total())
                .with("nanos", last.nanos() - first.nanos())
                .with("cpuNanos", last.cpuNanos() - first.cpuNanos())
                .with("secondHalfRecords", milestones.secondHalf())
                .with("secondHalfNanos", last.nanos() - middle.nanos())
                .with("secondHalfCpuNanos", last.cpuNanos() - middle.cpuNanos())
                .with("secondHalfAllocatedBytes", last.allocatedBytes() - middle.allocatedBytes())
                .with("firstMicros", first.epochMicros() - run.launchedEpochMicros());
    }

    private void reportIdle(Report report) throws InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        Sample from = Sample.now();
        TimeUnit.SECONDS.sleep(run.idleSeconds());
        Sample to = Sample.now();
        report.with("idleNanos", to.nanos() - from.nanos()).with("idleCpuNanos", to.cpuNanos() - from.cpuNanos());
    }
}
