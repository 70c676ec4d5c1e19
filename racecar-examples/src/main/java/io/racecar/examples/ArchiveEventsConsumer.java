package io.racecar.examples;

import io.racecar.BatchConsumer;
import io.racecar.Context;
import io.racecar.Message;
import io.racecar.SubscribesTo;
import java.io.IOException;
import java.util.List;

/**
 * Writes all bans and enriched page views to files, a batch at a time.
 *
 * <p>A batch that comes again overwrites its file. It takes messages as bytes, because it does not care what is in them.
 */
@SubscribesTo(UserBanned.TOPIC)
@SubscribesTo(GeoCodingConsumer.ENRICHED_TOPIC)
public final class ArchiveEventsConsumer implements BatchConsumer<byte[]> {

    private final Archive archive;

    ArchiveEventsConsumer(Archive archive) {
        this.archive = archive;
    }

    @Override
    public void processBatch(List<Message<byte[]>> messages, Context context) throws IOException {
        Message<byte[]> first = messages.get(0);
        Message<byte[]> last = messages.get(messages.size() - 1);
        String file = first.topic() + "-" + first.partition() + "-" + first.offset() + "-" + last.offset();
        archive.write(file, messages);
    }

    @Override
    public void teardown() throws IOException {
        archive.close();
    }
}
