package io.racecar.benchmarks.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;

/** The value of the n-th record of a topic. */
@FunctionalInterface
interface Payload {
    /** Any fixed number: the bytes are the same in every run. */
    long SEED = 1;

    byte[] of(int number);

    /** The same bytes again and again, which do not compress. */
    static Payload bytes(int length) {
        byte[] value = new byte[length];
        new Random(SEED).nextBytes(value);
        return number -> value;
    }

    /** A page view, a little more than 100 bytes. */
    static Payload json() {
        return number -> ("{\"user\":\"u" + number % 10_000 + "\",\"url\":\"/articles/" + number
                        + "\",\"referrer\":\"https://example.com/start\",\"at\":" + (1_790_000_000_000L + number) + "}")
                .getBytes(UTF_8);
    }
}
