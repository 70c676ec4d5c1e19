package io.racecar.testing.guarantees;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A process whose consumer copies messages exactly once, and fails now and then after it has produced the copy. */
final class CopyingProcess {
    private static final int FAILS_ONE_IN = 2000;

    private CopyingProcess() {}

    /** @param prefix of its transactional ids: that of the process that it replaces */
    static ConsumerProcess start(Path log, Race race, String prefix) throws IOException {
        Map<String, Object> settings = new HashMap<>(race.settings());
        settings.put("transactionalIdPrefix", prefix);
        return ConsumerProcess.start(CopyingProcess.class, log, List.of(race.topic()), settings);
    }

    public static void main(String[] args) throws Exception {
        ConsumerProcess.run(ConsumerProcess.configured(args, 1).consumer(args[0], byte[].class, (message, context) -> {
            context.produce(CommittedCopies.of(message));
            if (ThreadLocalRandom.current().nextInt(FAILS_ONE_IN) == 0) {
                throw new IllegalStateException("bad luck");
            }
        }));
    }
}
