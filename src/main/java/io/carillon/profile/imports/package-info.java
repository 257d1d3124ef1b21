/**
 * Import of people from CSV files.
 *
 * <p>Start at {@link io.carillon.profile.imports.ImportsResource}, which receives a file into the data folder and answers at
 * once; {@link io.carillon.profile.imports.ImportWorker} takes the files up one after the other, in the order they came,
 * whichever process and however often it was killed. {@link io.carillon.profile.imports.ImportRun} tells the story of one
 * file: every row is read, judged, hashed and encrypted into staging tables of a session, then applied person by person
 * in chunks, each in one transaction with the job's counters. Two sessions ({@link io.carillon.profile.imports.Lane}) share
 * the people and work side by side. Nothing is applied before the whole file was read, so a file
 * that is broken in its structure leaves nothing behind.
 *
 * <p>What a row means is decided in {@link io.carillon.profile.imports.RowReader}. Memory does not grow with the file.
 */
@NullMarked
package io.carillon.profile.imports;

import org.jspecify.annotations.NullMarked;
