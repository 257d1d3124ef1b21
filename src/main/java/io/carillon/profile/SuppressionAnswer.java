package io.carillon.profile;

/**
 * What came of a request to suppress or to lift suppressions.
 *
 * @param asked how many different people and addresses it named
 * @param changed how many of them were not that way already
 */
public record SuppressionAnswer(int asked, int changed) {}
