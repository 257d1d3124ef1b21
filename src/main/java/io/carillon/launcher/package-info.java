/**
 * What {@code ./carillon} runs: starts PostgreSQL, Temporal, the sandbox and the app on this machine, each a process of its
 * own that can be killed and comes back, and plays the demo through REST as a user would.
 *
 * <p>Start at {@link io.carillon.launcher.Launcher}; {@link io.carillon.launcher.Stack} knows the parts and their order,
 * {@link io.carillon.launcher.LocalPostgres} and {@link io.carillon.launcher.LocalProcess} can be used by tests and drills
 * alone. Plain Java without a container. Must not know the app from inside: it speaks REST, files and environment only.
 */
@NullMarked
package io.carillon.launcher;

import org.jspecify.annotations.NullMarked;
