package io.carillon.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All about one person, addresses masked.
 *
 * @param suppressed how the person is suppressed, on all channels; null where not
 * @param consents what holds now
 * @param consentRecords the latest hundred, the newest first
 * @param mergedInto the id of the profile this one was merged into; null where it stands for itself
 */
public record ProfileView(
        long id,
        String externalId,
        @Nullable String unionid,
        @Nullable String name,
        @Nullable String city,
        @Nullable String locale,
        @Nullable String timeZone,
        @Nullable LocalDate birthday,
        @Nullable String gender,
        @Schema(implementation = Object.class) JsonNode traits,
        List<String> tags,
        List<Address> addresses,
        List<Consent> consents,
        List<ConsentRecord> consentRecords,
        @Nullable Suppressed suppressed,
        @Nullable Long mergedInto,
        @Nullable Instant erasedAt,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * One address.
     *
     * @param address masked
     * @param status {@code active}, {@code invalid}, {@code bounced} or {@code dead}
     * @param isSuppressed whether this address is suppressed for whoever has it
     * @param wechat what an openid allows; null for other kinds and where nothing is known
     */
    public record Address(
            long id,
            String kind,
            String scope,
            String platform,
            String address,
            @Nullable String region,
            @Nullable String zone,
            String status,
            @Nullable String statusReason,
            @Nullable Instant statusAt,
            @Nullable Instant lastSuccessAt,
            String source,
            boolean isSuppressed,
            @Nullable Wechat wechat) {}

    /**
     * What an openid allows.
     *
     * @param isFollowing null until WeChat has reported a follow or its end
     * @param lastInteractionAt opens the window of customer service messages
     * @param grants how many subscribe messages are granted, over all templates
     */
    public record Wechat(
            @Nullable Boolean isFollowing, @Nullable Instant lastInteractionAt, long grants) {}

    /** What holds for one channel and purpose. */
    public record Consent(String channel, String purpose, String state, Instant at) {}

    /** One thing the person said, with its proof. */
    public record ConsentRecord(
            String channel,
            String purpose,
            String state,
            Instant at,
            String source,
            @Nullable String wording,
            String actor,
            Instant recordedAt) {}

    /** How the person is suppressed. */
    public record Suppressed(String reason, String source, String actor, Instant at) {}
}
