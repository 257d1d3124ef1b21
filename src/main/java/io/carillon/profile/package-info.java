/**
 * People: who they are, where they can be reached, what they agreed to, and who must not be reached at all.
 *
 * <p>Start at {@link io.carillon.profile.Profiles} (read and search), {@link io.carillon.profile.Consents},
 * {@link io.carillon.profile.Addresses} and {@link io.carillon.profile.Suppressions}; every address goes through
 * {@link io.carillon.profile.AddressNormaliser} before it is hashed or stored, and through
 * {@link io.carillon.profile.AddressMask} before it is shown. {@link io.carillon.profile.ConsentRules} says where consent
 * must have been given first. Import of files is the package {@code imports} below.
 *
 * <p>Knows nothing of segments, messages, campaigns or vendors' SDKs.
 */
@NullMarked
package io.carillon.profile;

import org.jspecify.annotations.NullMarked;
