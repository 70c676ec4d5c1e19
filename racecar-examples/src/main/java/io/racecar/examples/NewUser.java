package io.racecar.examples;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What is asked for when a user signs up.
 *
 * @param name what the user is called
 */
public record NewUser(@NotBlank @Size(max = 100) String name) {}
