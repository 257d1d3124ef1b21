/**
 * Fault rounds on real parts: a campaign runs while something is killed, and afterwards the ledger is held against what the
 * sandbox's vendors really took. Start at {@link io.carillon.launcher.drill.Round}. Rounds speak REST like any user; only
 * {@link io.carillon.launcher.drill.Audit} reads the ledger's tables, because it must not believe the app. Must not import the
 * app's own packages.
 */
@NullMarked
package io.carillon.launcher.drill;

import org.jspecify.annotations.NullMarked;
