package io.racecar.engine.worker;

import io.racecar.RacecarListener;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. */
final class RecordingListener implements RacecarListener {
    private final List<Object> events = new ArrayList<>();

    <E> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <E> E last(Class<E> type) {
        List<E> all = all(type);
        return all.get(all.size() - 1);
    }

    void clear() {
        events.clear();
    }

    @Override
    public void groupJoined(GroupJoined event) {
        events.add(event);
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
    public void polled(Polled event) {
        events.add(event);
    }

    @Override
    public void handlingStarted(HandlingStarted event) {
        events.add(event);
    }

    @Override
    public void handlingFinished(HandlingFinished event) {
        events.add(event);
    }

    @Override
    public void handlerStuck(HandlerStuck event) {
        events.add(event);
    }

    @Override
    public void lanePaused(LanePaused event) {
        events.add(event);
    }

    @Override
    public void laneResumed(LaneResumed event) {
        events.add(event);
    }

    @Override
    public void deadLettered(DeadLettered event) {
        events.add(event);
    }

    @Override
    public void skipped(Skipped event) {
        events.add(event);
    }
}
