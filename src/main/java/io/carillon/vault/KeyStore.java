package io.carillon.vault;

import io.carillon.database.Sql;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of this database: from the environment, outside production else from the data folder, and only for an
 * empty database makes new ones. Holds them against the fingerprints in the installation row, which it locks, so that two
 * processes starting at once agree. Call {@link #open} in a transaction.
 *
 * <p>Whatever does not fit ends in a {@link ConfigurationException} whose message names the key and where it was looked for;
 * it never holds a key.
 */
public final class KeyStore {
    private final Sql sql;
    private final VaultConfig config;
    private final Slot cipher;
    private final Slot hash;

    public KeyStore(Sql sql, VaultConfig config) {
        this.sql = sql;
        this.config = config;
        this.cipher = new Slot(
                "cipher key",
                "CARILLON_CIPHER_KEY",
                config.cipherKey(),
                new PrivateFile(config.data().resolve("keys/cipher-key.json")),
                VaultKeys::cipherFingerprint);
        this.hash = new Slot(
                "hash key",
                "CARILLON_HASH_KEY",
                config.hashKey(),
                new PrivateFile(config.data().resolve("keys/hash-key")),
                VaultKeys::hashFingerprint);
    }

    /** One of the two keys: what it is called, where it may come from, how it is told apart. */
    private record Slot(
            String what,
            String variable,
            Optional<String> given,
            PrivateFile file,
            Function<VaultKeys, String> fingerprint) {}

    private record Fingerprints(
            @Nullable String cipher, @Nullable String hash) {}

    /** The keys of this database. */
    public VaultKeys open() {
        Fingerprints known = sql.one(
                "select cipher_fingerprint, hash_fingerprint from installation for update",
                row -> new Fingerprints(row.getString(1), row.getString(2)));
        boolean isNew = known.cipher() == null && known.hash() == null && hasNobody();
        VaultKeys made = VaultKeys.random();
        VaultKeys keys = new VaultKeys(
                find(cipher, known.cipher(), isNew, made.cipherKey()), find(hash, known.hash(), isNew, made.hashKey()));
        check(keys);
        hold(cipher, keys, known.cipher(), isNew);
        hold(hash, keys, known.hash(), isNew);
        if (isNew) {
            sql.update(
                    "update installation set cipher_fingerprint = ?, hash_fingerprint = ?",
                    keys.cipherFingerprint(),
                    keys.hashFingerprint());
        }
        return keys;
    }

    private boolean hasNobody() {
        return sql.one("select not exists (select from profile)", row -> row.getBoolean(1));
    }

    private boolean isProduction() {
        return config.mode() == InstallationMode.PRODUCTION;
    }

    private String find(Slot slot, @Nullable String known, boolean isNew, String made) {
        Optional<String> given = slot.given().map(String::strip).filter(text -> !text.isEmpty());
        if (given.isPresent()) {
            return given.get();
        }
        if (isProduction()) {
            throw new ConfigurationException("In production mode the " + slot.what()
                    + " must come from the environment: set " + slot.variable() + expected(known));
        }
        Optional<String> filed = slot.file().read();
        if (filed.isPresent()) {
            return filed.get();
        }
        if (!isNew) {
            throw new ConfigurationException(
                    "This database was written with a " + slot.what() + " that is missing: looked for it in "
                            + slot.variable() + " and in " + slot.file().path() + ". Put it back" + expected(known)
                            + "; without it stored addresses cannot be read or found");
        }
        slot.file().write(made);
        return made;
    }

    private static void check(VaultKeys keys) {
        try {
            keys.aead();
        } catch (IllegalArgumentException unreadable) {
            throw new ConfigurationException(
                    "The cipher key (CARILLON_CIPHER_KEY or keys/cipher-key.json in the data folder)"
                            + " is not a Tink JSON keyset with an AES-256-GCM key");
        }
        try {
            keys.hashBytes();
        } catch (IllegalArgumentException unreadable) {
            throw new ConfigurationException("The hash key (CARILLON_HASH_KEY or keys/hash-key in the data folder)"
                    + " is not base64 of at least 32 bytes");
        }
    }

    private static void hold(Slot slot, VaultKeys keys, @Nullable String known, boolean isNew) {
        String found = slot.fingerprint().apply(keys);
        if (isNew || found.equals(known)) {
            return;
        }
        String where =
                slot.given().isPresent() ? slot.variable() : slot.file().path().toString();
        throw new ConfigurationException("The " + slot.what() + " from " + where + " (fingerprint " + found
                + ") is not the one this database was" + " written with" + expected(known)
                + ". Give the right key, or use another database");
    }

    private static String expected(@Nullable String known) {
        return known == null ? "" : " (the one with fingerprint " + known + ")";
    }
}
