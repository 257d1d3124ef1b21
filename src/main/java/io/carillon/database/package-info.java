/**
 * The way to PostgreSQL for set-based work. Start at {@link io.carillon.database.Sql}, which runs plain SQL on the connection of the
 * caller's transaction; {@link io.carillon.database.DatabaseClock} asks the one clock that decides what may leave now.
 * {@link io.carillon.database.DatabaseStart} is the first thing a start does, and {@link io.carillon.database.RegularWork} what is done
 * again and again, whatever a clock says.
 * Knows nothing of Carillon's own words.
 */
@NullMarked
package io.carillon.database;

import org.jspecify.annotations.NullMarked;
