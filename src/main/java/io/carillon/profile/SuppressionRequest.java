package io.carillon.profile;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whom not to reach any more, on any channel: people by the shop's ids, or addresses whoever has them. At least one of the
 * four must be there.
 *
 * @param externalIds up to 10,000
 * @param addresses up to 10,000
 * @param reason why, such as {@code complaint}; needed when suppressing
 */
@Schema(example = "{\"externalId\": \"A1001\", \"reason\": \"complaint\"}")
public record SuppressionRequest(
        @Nullable @Size(min = 1, max = 1024) String externalId,
        @Nullable @Size(min = 1, max = 10_000) List<@NotNull @Size(min = 1, max = 1024) String> externalIds,
        @Nullable @Valid AddressRequest address,
        @Nullable @Size(min = 1, max = 10_000) List<@NotNull @Valid AddressRequest> addresses,
        @Nullable @Size(min = 1, max = 200) String reason) {}
