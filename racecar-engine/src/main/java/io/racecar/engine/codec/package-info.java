/** Between bytes and values: what consumers read is decoded here, what is produced is encoded here. */
@NullMarked
package io.racecar.engine.codec;

import org.jspecify.annotations.NullMarked;
