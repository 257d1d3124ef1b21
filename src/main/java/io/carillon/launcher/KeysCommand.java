package io.carillon.launcher;

import io.carillon.vault.VaultKeys;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./carillon keys}: two new random keys as lines of an environment file. Nothing is kept. */
@Command(
        name = "keys",
        description = "Prints new keys for an installation that takes them from the environment; keeps nothing.",
        mixinStandardHelpOptions = true)
final class KeysCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        VaultKeys keys = VaultKeys.random();
        // Neither JSON nor base64 has a single quote.
        System.out.println("CARILLON_CIPHER_KEY='" + keys.cipherKey().strip() + "'");
        System.out.println("CARILLON_HASH_KEY='" + keys.hashKey() + "'");
        System.err.println(
                "Keep them where the database's backups are not: without them nobody is found or written to, and"
                        + " they cannot be made again. Fingerprints " + keys.cipherFingerprint() + " and "
                        + keys.hashFingerprint() + ".");
        return 0;
    }
}
