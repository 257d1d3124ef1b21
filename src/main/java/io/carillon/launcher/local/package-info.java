/**
 * PostgreSQL, Temporal, the sandbox and the app on this machine, each a process of its own that can be killed and comes
 * back. Start at {@link io.carillon.launcher.local.Session}; {@link io.carillon.launcher.local.Stack} knows the parts and
 * their order, {@link io.carillon.launcher.local.LocalPostgres} and {@link io.carillon.launcher.local.LocalProcess} can be
 * used by tests and drills alone. Must not know the app from inside, nor the
 * demo; of the sandbox it knows the key that both sides of FCM share.
 */
@NullMarked
package io.carillon.launcher.local;

import org.jspecify.annotations.NullMarked;
