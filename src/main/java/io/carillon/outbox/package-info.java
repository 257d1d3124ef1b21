/**
 * Commands to Temporal as rows in the caller's transaction, so that what the database says and what is started never part.
 * Start at {@link io.carillon.outbox.Outbox}; {@code orchestration} relays the rows. Knows no Temporal type.
 */
@NullMarked
package io.carillon.outbox;

import org.jspecify.annotations.NullMarked;
