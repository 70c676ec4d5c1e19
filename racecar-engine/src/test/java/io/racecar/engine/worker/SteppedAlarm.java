package io.racecar.engine.worker;

import java.util.ArrayList;
import java.util.List;

/** Alarms that go off only when a test says so, once their time has come. */
final class SteppedAlarm implements RateLimit.Alarm {
    private final ManualClock clock;
    private final List<Set> set = new ArrayList<>();

    private record Set(long at, Runnable what) {}

    SteppedAlarm(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public void after(long nanos, Runnable what) {
        set.add(new Set(clock.getAsLong() + nanos, what));
    }

    void runDue() {
        List<Set> due =
                set.stream().filter(it -> it.at() - clock.getAsLong() <= 0).toList();
        set.removeAll(due);
        due.forEach(it -> it.what().run());
    }
}
