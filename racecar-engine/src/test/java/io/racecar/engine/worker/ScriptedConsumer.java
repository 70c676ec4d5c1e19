package io.racecar.engine.worker;

import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.Partition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Notes each call, then does what the test says for that value, or nothing. */
final class ScriptedConsumer implements MessageConsumer<String> {
    private final List<String> handled = new ArrayList<>();
    private final List<String> hooks = new ArrayList<>();
    private final List<Integer> attempts = new ArrayList<>();
    private final Map<String, Script> scripts = new HashMap<>();
    private Script otherwise = (message, context) -> {};
    private Script inHooks = (message, context) -> {};

    /** What a handler does. */
    @FunctionalInterface
    interface Script {
        void run(Message<String> message, Context context) throws Exception;
    }

    /** What the handler does with messages of that value. */
    ScriptedConsumer on(String value, Script script) {
        scripts.put(value, script);
        return this;
    }

    /** What the handler does with all others. */
    ScriptedConsumer otherwise(Script script) {
        otherwise = script;
        return this;
    }

    /** What each hook does; it gets neither message nor context. */
    ScriptedConsumer inHooks(Script script) {
        inHooks = script;
        return this;
    }

    /** The handler fails so many times with messages of that value, then succeeds. */
    ScriptedConsumer failsOn(String value, int times) {
        int[] left = {times};
        return on(value, (message, context) -> {
            if (left[0]-- > 0) {
                throw new IllegalStateException("no luck with " + value);
            }
        });
    }

    /** The values in the order of the calls. */
    List<String> handled() {
        return handled;
    }

    /** What attempt() said in each call. */
    List<Integer> attempts() {
        return attempts;
    }

    /** The calls of hooks, as "assigned [t/0]". */
    List<String> hooks() {
        return hooks;
    }

    @Override
    public void process(Message<String> message, Context context) throws Exception {
        handled.add(message.value());
        attempts.add(context.attempt());
        scripts.getOrDefault(message.value(), otherwise).run(message, context);
    }

    @Override
    public void partitionsAssigned(Set<Partition> added) throws Exception {
        hook("assigned " + sorted(added));
    }

    @Override
    public void partitionsRevoked(Set<Partition> removed) throws Exception {
        hook("revoked " + sorted(removed));
    }

    @Override
    public void teardown() throws Exception {
        hook("teardown");
    }

    private void hook(String call) throws Exception {
        hooks.add(call);
        inHooks.run(null, null);
    }

    private static List<String> sorted(Set<Partition> partitions) {
        return partitions.stream().map(Partition::toString).sorted().toList();
    }
}
