package io.carillon.profile.imports;

/**
 * Some people of a file, next to each other in the order of external ids.
 *
 * @param first the first one's id
 * @param last the last one's id
 * @param end how many people of the file come up to the last one
 */
record Chunk(String first, String last, long end) {}
