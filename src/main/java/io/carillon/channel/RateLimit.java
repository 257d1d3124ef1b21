package io.carillon.channel;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * What a vendor allows an account, kept over all processes together.
 *
 * @param perSecond how many units a second, above 0
 * @param unit what is counted
 */
public record RateLimit(double perSecond, Unit unit) {
    /** As people read it, such as "40 messages a second". */
    @Override
    public String toString() {
        String units = perSecond == 1 ? unit.id().substring(0, unit.id().length() - 1) : unit.id();
        return BigDecimal.valueOf(perSecond).stripTrailingZeros().toPlainString() + " " + units + " a second";
    }

    /** What a vendor counts. */
    public enum Unit {
        MESSAGES,
        PARTS,
        CALLS;

        /** The name in REST and the database. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
