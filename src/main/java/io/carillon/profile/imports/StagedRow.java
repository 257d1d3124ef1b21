package io.carillon.profile.imports;

import io.carillon.channel.AddressKind;
import io.carillon.channel.ChannelKind;
import io.carillon.profile.ConsentState;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A good row, ready for the staging tables: addresses are hashed and encrypted already.
 *
 * @param values the profile's own fields; a blank cell is not in it
 * @param traits free traits as a JSON object; null where there are none
 */
record StagedRow(
        long line,
        String externalId,
        byte[] identityHash,
        Map<ImportColumn, String> values,
        @Nullable String traits,
        List<Address> addresses,
        List<String> tags,
        List<Consent> consents) {

    /**
     * One address of the row.
     *
     * @param ordinal its place among the row's addresses, from 0
     */
    record Address(
            int ordinal,
            String column,
            AddressKind kind,
            String scope,
            String platform,
            byte[] cipher,
            byte[] hash,
            @Nullable String region,
            @Nullable String zone) {}

    /**
     * One consent of the row, for the purpose of the import.
     *
     * @param at null where neither the cell nor the statement has a time
     * @param isStatement whether it comes from the statement for all rows
     */
    record Consent(
            String column,
            ChannelKind channel,
            ConsentState state,
            @Nullable Instant at,
            boolean isStatement) {}

    static Map<ImportColumn, String> noValues() {
        return new EnumMap<>(ImportColumn.class);
    }
}
