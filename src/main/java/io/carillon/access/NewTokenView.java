package io.carillon.access;

/**
 * A token just made.
 *
 * @param token its text, shown this once
 */
public record NewTokenView(String name, String token) {}
