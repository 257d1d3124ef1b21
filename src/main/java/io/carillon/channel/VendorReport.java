package io.carillon.channel;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing a vendor told us later. Stored (encrypted) as JSON with its {@code type}, so names here are part of the
 * database's format. Addresses are normalised as in {@link Outbound}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = VendorReport.Receipt.class, name = "receipt"),
    @JsonSubTypes.Type(value = VendorReport.OptOut.class, name = "opt_out"),
    @JsonSubTypes.Type(value = VendorReport.OptIn.class, name = "opt_in"),
    @JsonSubTypes.Type(value = VendorReport.Follow.class, name = "follow"),
    @JsonSubTypes.Type(value = VendorReport.Grant.class, name = "grant"),
    @JsonSubTypes.Type(value = VendorReport.Interaction.class, name = "interaction")
})
public sealed interface VendorReport {
    /** As fine as PostgreSQL keeps times. */
    Duration LAST_OF_SECOND = Duration.ofNanos(999_999_000);

    /**
     * What makes a second copy of this report recognisable: the vendor's id and status, else a hash of the part of the body
     * it came from. Unique within the account.
     */
    String dedupeKey();

    /** When it was, as the vendor has it. */
    Instant at();

    /** The same, of another time. */
    VendorReport withAt(Instant other);

    /**
     * As it counts when it is heard: of no later time than that, whatever the vendor's clock says. Of a no that comes with whole seconds
     * nobody knows the moment; it counts from the end of its second, so that what the person agreed to before does not outlast it.
     */
    default VendorReport heard(Instant now) {
        Instant said = saysNo() && at().getNano() == 0 ? at().plus(LAST_OF_SECOND) : at();
        return withAt(said.isAfter(now) ? now : said);
    }

    /** Whether the person wants no more. */
    default boolean saysNo() {
        return false;
    }

    /** What a receipt says of its attempt. */
    enum Outcome {
        /** The vendor has it; nothing is known of the person yet. */
        ACCEPTED,
        DELIVERED,
        READ,
        /** It did not and will not arrive; comes with a reason. */
        UNDELIVERED
    }

    /**
     * A receipt on one attempt. Where its reason is that the person opted out at the vendor, that is written down as an opt-out; the
     * adapter reports nothing else for it.
     *
     * @param key our key, where the vendor carries it
     * @param vendorId the vendor's id; one of key and vendorId is there
     * @param reason why it is undelivered; null otherwise
     * @param vendorCode the vendor's own code or status, empty if none
     * @param parts billed parts, if the vendor says so
     * @param cost billed amount without sign, in the account's currency, if the vendor says so
     * @param call the call that carried the message with others, where the vendor gives back a key of the call
     */
    record Receipt(
            String dedupeKey,
            @Nullable String key,
            @Nullable String vendorId,
            Outcome outcome,
            @Nullable Reason reason,
            String vendorCode,
            @Nullable Integer parts,
            @Nullable BigDecimal cost,
            Instant at,
            @Nullable Call call)
            implements VendorReport {

        /** A receipt that names its message by key or vendor id alone. */
        public Receipt(
                String dedupeKey,
                @Nullable String key,
                @Nullable String vendorId,
                Outcome outcome,
                @Nullable Reason reason,
                String vendorCode,
                @Nullable Integer parts,
                @Nullable BigDecimal cost,
                Instant at) {
            this(dedupeKey, key, vendorId, outcome, reason, vendorCode, parts, cost, at, null);
        }

        @Override
        public boolean saysNo() {
            return reason == Reason.VENDOR_OPTED_OUT;
        }

        @Override
        public Receipt withAt(Instant other) {
            return new Receipt(dedupeKey, key, vendorId, outcome, reason, vendorCode, parts, cost, other, call);
        }
    }

    /**
     * One message of a call that carried many. It names the message even where the answer to the call, and with it the
     * vendor's id, was lost.
     *
     * @param key our key of one message of the call
     * @param address whom this message went to, normalised
     */
    record Call(String key, String address) {}

    /**
     * The person told the vendor or replied a word that opts out of this channel.
     *
     * @param address normalised; null where only the key is known
     * @param key our key of the attempt answered, if known
     */
    record OptOut(
            String dedupeKey,
            @Nullable String address,
            @Nullable String key,
            String word,
            Instant at) implements VendorReport {

        @Override
        public OptOut withAt(Instant other) {
            return new OptOut(dedupeKey, address, key, word, other);
        }

        @Override
        public boolean saysNo() {
            return true;
        }
    }

    /** The person replied a word that opts in again. */
    record OptIn(String dedupeKey, String address, String word, Instant at) implements VendorReport {
        @Override
        public OptIn withAt(Instant other) {
            return new OptIn(dedupeKey, address, word, other);
        }
    }

    /** The person began or ceased to follow the WeChat account. */
    record Follow(String dedupeKey, String address, boolean isFollowing, Instant at) implements VendorReport {
        @Override
        public Follow withAt(Instant other) {
            return new Follow(dedupeKey, address, isFollowing, other);
        }

        @Override
        public boolean saysNo() {
            return !isFollowing;
        }
    }

    /**
     * The person allowed messages of a WeChat subscribe template.
     *
     * @param count grants added; 0 where the person said no
     */
    record Grant(String dedupeKey, String address, String template, int count, Instant at) implements VendorReport {
        @Override
        public Grant withAt(Instant other) {
            return new Grant(dedupeKey, address, template, count, other);
        }
    }

    /** The person did something that opens a customer service window. */
    record Interaction(String dedupeKey, String address, Instant at) implements VendorReport {
        @Override
        public Interaction withAt(Instant other) {
            return new Interaction(dedupeKey, address, other);
        }
    }
}
