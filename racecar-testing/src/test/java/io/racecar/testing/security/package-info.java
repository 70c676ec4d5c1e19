@NullMarked
package io.racecar.testing.security;

import org.jspecify.annotations.NullMarked;
