package io.carillon.sandbox;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When to show a fault. Of the faults of calls the first that fires is shown; those of receipts add up, one of each kind, so
 * that a message's receipts can be tripled, shuffled and early at once.
 *
 * @param vendor whose, {@code *} for all
 * @param match found in the address; null for every address
 * @param share of the calls that match, above 0 up to 1
 * @param times how often at most; null without end
 * @param code the vendor's own code to answer with, empty for the kind's usual one
 * @param time Retry-After, how long to hang, or how far receipts are moved
 */
public record FaultRule(
        String vendor,
        Fault.Kind kind,
        @Nullable Pattern match,
        double share,
        @Nullable Integer times,
        String code,
        Duration time) {

    /** Every call of that vendor shows this fault, with the kind's usual code and time. */
    public static FaultRule always(String vendor, Fault.Kind kind) {
        return new FaultRule(vendor, kind, null, 1, null, "", usualTime(kind));
    }

    /** The same, only so many times. */
    public FaultRule times(int most) {
        return new FaultRule(vendor, kind, match, share, most, code, time);
    }

    /** The same with the vendor's own code. */
    public FaultRule code(String own) {
        return new FaultRule(vendor, kind, match, share, times, own, time);
    }

    /** The same with another time. */
    public FaultRule time(Duration other) {
        return new FaultRule(vendor, kind, match, share, times, code, other);
    }

    /** The same for addresses in which this is found. */
    public FaultRule match(String regex) {
        return new FaultRule(vendor, kind, Pattern.compile(regex), share, times, code, time);
    }

    /** The same for a share of the calls. */
    public FaultRule share(double part) {
        return new FaultRule(vendor, kind, match, part, times, code, time);
    }

    boolean concerns(String someVendor, String address, boolean isForReceipts) {
        return isForReceipts == kind.isOfReceipts()
                && (vendor.equals("*") || vendor.equals(someVendor))
                && (match == null || match.matcher(address).find());
    }

    Fault fault() {
        return new Fault(kind, code, time);
    }

    /** What is meant when no time is given. */
    static Duration usualTime(Fault.Kind kind) {
        return switch (kind) {
            case THROTTLE -> Duration.ofSeconds(1);
            // longer than any caller waits
            case HANG -> Duration.ofSeconds(30);
            case RECEIPT_LATE -> Duration.ofSeconds(30);
            // longer than the steps between a message's receipts
            case RECEIPT_SHUFFLED -> Duration.ofSeconds(2);
            // Carillon applies what it has stored several times a second
            case RECEIPT_EARLY -> Duration.ofMillis(500);
            default -> Duration.ZERO;
        };
    }
}
