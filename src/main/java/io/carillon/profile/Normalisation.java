package io.carillon.profile;

import org.jspecify.annotations.Nullable;

/** What {@link AddressNormaliser} makes of a text: an address in its one spelling, or the fault that keeps it from being one. */
public sealed interface Normalisation {

    /**
     * An address in its one spelling.
     *
     * @param value what is hashed, encrypted and sent to
     * @param region ISO 3166 region of a phone; null for other kinds and for numbers of no region
     * @param zone the time zone of a phone, where its number belongs to exactly one
     */
    record Good(
            String value, @Nullable String region, @Nullable String zone) implements Normalisation {

        /** Without the address, so that it may be logged. */
        @Override
        public String toString() {
            return "Good[" + region + "]";
        }
    }

    /** No address of its kind. */
    record Bad(DataFault fault) implements Normalisation {}
}
