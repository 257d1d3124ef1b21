/**
 * Fault rounds on real parts: a campaign runs while something is killed, and afterwards the ledger is held against what the
 * sandbox's vendors really took. Start at {@link io.carillon.launcher.drill.Round}. Rounds speak REST like any user; only what
 * judges ({@link io.carillon.launcher.drill.Audit} over messages, {@link io.carillon.launcher.drill.Fallbacks} over people's paths,
 * {@link io.carillon.launcher.drill.Ends} over where these ended, {@link io.carillon.launcher.drill.Tally} over figures) reads the
 * ledger's tables, by the installation's keys, because it must not believe the app. Of the app's own packages it may import
 * {@code vault} alone.
 * {@link io.carillon.launcher.drill.FuzzRound} is of another kind: it breaks nothing but the requests.
 */
@NullMarked
package io.carillon.launcher.drill;

import org.jspecify.annotations.NullMarked;
