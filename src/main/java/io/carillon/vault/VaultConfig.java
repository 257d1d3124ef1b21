package io.carillon.vault;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where the keys come from. */
@ConfigMapping(prefix = "carillon")
public interface VaultConfig {

    /** {@code local} or {@code production}. */
    InstallationMode mode();

    /** The data folder. */
    Path data();

    /** The key that encrypts, a Tink JSON keyset ({@code CARILLON_CIPHER_KEY}). */
    Optional<String> cipherKey();

    /** The key that hashes and signs, base64 of at least 32 bytes ({@code CARILLON_HASH_KEY}). */
    Optional<String> hashKey();
}
