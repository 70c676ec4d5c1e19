package io.racecar.dropwizard.command;

import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.SubscribesTo;

/** Writes what it gets to the journal; takes its time over "slow", and does not get over "bad". */
@SubscribesTo("commands")
public final class JournalConsumer implements MessageConsumer<String> {

    @Override
    public void process(Message<String> message, Context context) throws InterruptedException {
        String value = String.valueOf(message.value());
        Journal.write(value);
        switch (value) {
            case "bad" -> throw new IllegalStateException("no use");
            case "slow" -> Thread.sleep(2_000);
            case "stuck" -> Thread.sleep(60_000);
            default -> {}
        }
        Journal.write(value + " handled");
    }

    @Override
    public void teardown() {
        Journal.write("torn down");
    }
}
