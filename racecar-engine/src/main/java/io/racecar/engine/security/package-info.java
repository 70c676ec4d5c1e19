/** Encryption and authentication beyond what Kafka's client does itself: files that change, and certificates that are revoked. */
@NullMarked
package io.racecar.engine.security;

import org.jspecify.annotations.NullMarked;
