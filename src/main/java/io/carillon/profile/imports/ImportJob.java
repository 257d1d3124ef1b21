package io.carillon.profile.imports;

import java.time.Instant;

/**
 * One file to be imported.
 *
 * @param applied how many people of it are applied already, by a process that did not live to finish
 */
record ImportJob(long id, String actor, ImportOptions options, ImportFile file, Instant receivedAt, long applied) {}
