/**
 * The command {@code racecar} of a Dropwizard application, which {@link io.racecar.dropwizard.RacecarBundle} adds: each of its
 * subcommands is a {@link io.racecar.dropwizard.command.Subcommand}.
 */
@NullMarked
package io.racecar.dropwizard.command;

import org.jspecify.annotations.NullMarked;
