/**
 * The two keys. {@link io.carillon.vault.Vault} encrypts addresses and the values an attempt was filled with, hashes
 * addresses for look-up, and signs tokens. Start at {@link io.carillon.vault.KeyStore}, which reads or makes the keys and
 * holds them against the database's fingerprints. Never logs, never prints.
 */
@NullMarked
package io.carillon.vault;

import org.jspecify.annotations.NullMarked;
