/**
 * Whether a message may leave now. Start at {@link io.carillon.restraint.Gate}: each gate is one class with one set-based query that
 * names the rows of a claim it does not let through. A new restraint is a new class; nothing else changes.
 *
 * <p>Gates ask PostgreSQL's clock, never the workflow's. They know nothing of vendors or workflows.
 */
@NullMarked
package io.carillon.restraint;

import org.jspecify.annotations.NullMarked;
