package io.racecar;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message, in wire order; names may repeat.
 *
 * <p>Thread-safe and unmodifiable. Arrays are not copied: they must not be changed. Iterate to see all headers of a
 * name.
 */
public interface Headers extends Iterable<Headers.Header> {

    /**
     * The value of the last header of that name, read as UTF-8.
     *
     * @param name the header's name, case-sensitive
     * @return the value, or null if there is no such header or the last one has no value
     */
    @Nullable String get(String name);

    /**
     * The value of the last header of that name, not copied.
     *
     * @param name the header's name, case-sensitive
     * @return the value's bytes, or null if there is no such header or the last one has no value
     */
    byte @Nullable [] getBytes(String name);

    /**
     * One header. The array is not copied, and is compared by identity.
     *
     * @param name its name, case-sensitive
     * @param value its value, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // copying would cost every message; documented above
    record Header(String name, byte @Nullable [] value) {

        /**
         * Makes a header.
         *
         * @param name its name, case-sensitive
         * @param value its value, not copied, or null
         * @throws NullPointerException if the name is null
         */
        public Header {
            Objects.requireNonNull(name, "name");
        }
    }
}
