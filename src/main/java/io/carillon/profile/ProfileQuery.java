package io.carillon.profile;

import org.jspecify.annotations.Nullable;

/**
 * What a search of people asks for; all that is given must hold.
 *
 * @param phone in any spelling; without a country code it is read for {@code region}
 */
public record ProfileQuery(
        @Nullable String externalId,
        @Nullable String city,
        @Nullable String tag,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String region) {}
