package io.carillon.channel;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A vendor account as it is stored: the account with those secrets that this process has, and the names of all.
 *
 * @param secretNames environment variables by the adapter's own names
 * @param updatedBy who wrote it last; {@link #FROM_FILE} for the accounts file
 * @param disabledAt null while it is used
 */
public record AccountEntry(
        VendorAccount account,
        Map<String, String> secretNames,
        String updatedBy,
        Instant updatedAt,
        @Nullable Instant disabledAt) {

    /** Stands as the writer of accounts that came from the accounts file. */
    public static final String FROM_FILE = "accounts-file";

    /** Whether it may be used. */
    public boolean isEnabled() {
        return disabledAt == null;
    }
}
