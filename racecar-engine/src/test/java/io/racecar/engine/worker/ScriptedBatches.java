package io.racecar.engine.worker;

import io.racecar.BatchConsumer;
import io.racecar.Context;
import io.racecar.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Notes each batch, then does what the test planned for this call, or nothing. */
final class ScriptedBatches implements BatchConsumer<String> {
    private final List<List<String>> handled = new ArrayList<>();
    private final List<Integer> attempts = new ArrayList<>();
    private final Queue<Script> scripts = new ArrayDeque<>();

    /** What a call does. */
    @FunctionalInterface
    interface Script {
        void run(List<Message<String>> messages, Context context) throws Exception;
    }

    /** What the next call that is not planned yet does. */
    ScriptedBatches then(Script script) {
        scripts.add(script);
        return this;
    }

    ScriptedBatches thenFail() {
        return then((messages, context) -> {
            throw new IllegalStateException("no luck");
        });
    }

    /** The values of each batch. */
    List<List<String>> handled() {
        return handled;
    }

    /** What attempt() said in each call. */
    List<Integer> attempts() {
        return attempts;
    }

    @Override
    public void processBatch(List<Message<String>> messages, Context context) throws Exception {
        handled.add(messages.stream().map(Message::value).toList());
        attempts.add(context.attempt());
        Script script = scripts.poll();
        if (script != null) {
            script.run(messages, context);
        }
    }
}
