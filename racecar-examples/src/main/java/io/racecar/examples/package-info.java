/**
 * An application that shows Racecar at work: users are banned, page views get their country, everything is archived. Start
 * reading at {@link io.racecar.examples.ExampleApplication}.
 */
@NullMarked
package io.racecar.examples;

import org.jspecify.annotations.NullMarked;
