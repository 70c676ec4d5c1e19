package io.racecar.engine.worker;

/**
 * Who a worker is, in logs and events.
 *
 * @param consumer the consumer's name
 * @param groupId the group that it is a member of
 * @param worker its number in the consumer, from 0
 */
public record Identity(String consumer, String groupId, int worker) {
    @Override
    public String toString() {
        return consumer + "-" + worker;
    }
}
