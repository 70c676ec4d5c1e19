package io.racecar.engine.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The processes of this machine, as far as a pid file is concerned. */
interface Processes {
    /** Start times are reckoned from the boot time, which is known to the second. */
    Duration CLOCK_ERROR = Duration.ofSeconds(2);

    /** The id of this process. */
    long own();

    /**
     * Whether a process of that id runs that may have written a file at that time. One that started later has been given
     * the id of one that is gone, after a reboot for instance.
     */
    boolean runs(long pid, Instant written);

    /** Those of the operating system. */
    static Processes ofThisMachine() {
        return new Processes() {
            @Override
            public long own() {
                return ProcessHandle.current().pid();
            }

            @Override
            public boolean runs(long pid, Instant written) {
                Optional<ProcessHandle> found = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
                return found.isPresent()
                        && found.get()
                                .info()
                                .startInstant()
                                .filter(started -> started.isAfter(written.plus(CLOCK_ERROR)))
                                .isEmpty();
            }
        };
    }
}
