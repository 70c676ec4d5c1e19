package io.racecar.examples;

import jakarta.validation.constraints.NotBlank;

/**
 * What is told of a page view.
 *
 * @param url what was looked at
 * @param ipAddress where from
 */
public record NewPageview(@NotBlank String url, @NotBlank String ipAddress) {}
