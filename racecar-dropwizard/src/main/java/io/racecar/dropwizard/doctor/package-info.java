/**
 * What {@code racecar doctor} looks at: whether a cluster and the settings will let consumers work, before they have to.
 */
@NullMarked
package io.racecar.dropwizard.doctor;

import org.jspecify.annotations.NullMarked;
