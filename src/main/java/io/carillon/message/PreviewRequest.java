package io.carillon.message;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whom a message is shown for. Either {@code externalId} or {@code profile}.
 *
 * @param externalId somebody known
 * @param profile values of somebody made up
 * @param channel only this one, such as {@code sms} or {@code wechat.subscribe}; all if left out
 * @param locale instead of the person's own
 * @param account who would send it on its own channel, by its approved template if it demands one; one that exists, and sends on
 *     {@code channel} where that is given. If left out, whoever would send to an address that a person of {@code externalId} has; of
 *     somebody made up the free text is shown
 * @param purpose {@code marketing} (as if left out) or {@code service}
 */
@Schema(example = MessageExamples.PREVIEW)
public record PreviewRequest(
        @Schema(maxLength = 200) @Nullable String externalId,
        @Nullable Profile profile,
        @Nullable String channel,
        @Nullable String locale,
        @Nullable String account,
        @Nullable String purpose) {

    /** Somebody made up. */
    public record Profile(
            @Nullable String name,
            @Nullable String city,
            @Nullable String gender,
            @Nullable String birthday,
            @Nullable String locale,
            @Nullable String externalId,
            @Nullable List<String> tags,
            @Nullable Map<String, Object> traits) {}
}
