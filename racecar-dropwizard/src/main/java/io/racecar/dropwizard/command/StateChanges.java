package io.racecar.dropwizard.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints what consumers of another process do, each time that it has changed. */
final class StateChanges {
    private final List<RemoteRacecar> racecars;
    private final PrintWriter out;
    private final Map<String, String> last = new HashMap<>();

    StateChanges(List<RemoteRacecar> racecars, PrintWriter out) {
        this.racecars = racecars;
        this.out = out;
    }

    void print() {
        for (RemoteRacecar racecar : racecars) {
            try {
                racecar.consumers().forEach(this::print);
            } catch (IOException | CommandFailedException e) {
                return; // its MBeans go when it has stopped, and so does the connection: its end says so
            }
        }
    }

    private void print(Map<String, @Nullable Object> consumer) {
        int partitions = consumer.get("partitions") instanceof Collection<?> all ? all.size() : 0;
        String now = consumer.get("name") + ": " + consumer.get("state")
                + (partitions == 0 ? "" : partitions == 1 ? ", 1 partition" : ", " + partitions + " partitions");
        if (!now.equals(last.put(String.valueOf(consumer.get("name")), now))) {
            out.println(now);
        }
    }
}
