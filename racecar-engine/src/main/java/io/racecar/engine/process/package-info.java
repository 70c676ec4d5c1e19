/**
 * What the operating system and its operators see of a process that consumes: a pid file, a liveness file, a log file and
 * signals. Nothing here knows consumers.
 */
@NullMarked
package io.racecar.engine.process;

import org.jspecify.annotations.NullMarked;
