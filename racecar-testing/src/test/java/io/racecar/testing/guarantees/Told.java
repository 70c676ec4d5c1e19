package io.racecar.testing.guarantees;

import io.racecar.RacecarListener;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a listener was told of members of a group, their handlers and their lanes. Thread-safe. */
final class Told implements RacecarListener {
    private final Queue<Object> events = new ConcurrentLinkedQueue<>();

    <E> List<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void groupLeft(GroupLeft event) {
        events.add(event);
    }

    @Override
    public void partitionsAssigned(PartitionsAssigned event) {
        events.add(event);
    }

    @Override
    public void partitionsRevoked(PartitionsRevoked event) {
        events.add(event);
    }

    @Override
    public void lanePaused(LanePaused event) {
        events.add(event);
    }

    @Override
    public void deadLettered(DeadLettered event) {
        events.add(event);
    }

    @Override
    public void handlerStuck(HandlerStuck event) {
        events.add(event);
    }
}
