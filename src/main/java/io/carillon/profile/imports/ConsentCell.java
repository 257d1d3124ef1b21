package io.carillon.profile.imports;

import io.carillon.profile.ConsentChange;
import io.carillon.profile.ConsentState;
import io.carillon.profile.DataFault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Yes or no, with the time it was said if the cell has one: {@code yes}, {@code 是 2027-05-31},
 * {@code no 2027-05-31T10:15:00+08:00}. A yes of a day counts from its first moment and a no from its last, so that of the
 * two on one day the no holds; a no of a day that is not over has no time but that of the file.
 *
 * @param state null where it cannot be taken
 * @param at null where the cell has no time, or none that can be taken
 * @param fault null where the cell is good
 */
record ConsentCell(
        @Nullable ConsentState state,
        @Nullable Instant at,
        @Nullable DataFault fault) {
    private static final Set<String> YES =
            Set.of("yes", "y", "1", "true", "t", "on", "granted", "opt-in", "是", "同意", "有", "√", "✓", "✔");
    private static final Set<String> NO = Set.of(
            "no",
            "n",
            "0",
            "false",
            "f",
            "off",
            "withdrawn",
            "opt-out",
            "unsubscribe",
            "unsubscribed",
            "stop",
            "r",
            "td",
            "否",
            "不同意",
            "无",
            "拒绝",
            "退订",
            "×",
            "✗");
    private static final Pattern WITH_ZONE = Pattern.compile(".+T.+(?:Z|[+-]\\d{2}(?::?\\d{2})?)");
    private static final LocalTime LAST_MOMENT = LocalTime.of(23, 59, 59);

    /**
     * Reads a cell.
     *
     * @param zone of times without one
     * @param receivedAt when the file came; nobody can have agreed later
     */
    static ConsentCell read(String cell, ZoneId zone, Instant receivedAt) {
        String[] parts = Cells.half(cell).strip().split("\\s+", 2);
        String word = parts[0].toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            return bad(DataFault.INVALID_CONSENT);
        }
        ConsentState state = YES.contains(word) ? ConsentState.GRANTED : ConsentState.WITHDRAWN;
        if (parts.length == 1) {
            return new ConsentCell(state, null, null);
        }
        Instant at = time(parts[1], state, zone);
        if (at == null) {
            return untimed(state, DataFault.INVALID_CONSENT);
        } else if (!at.isAfter(receivedAt)) {
            return new ConsentCell(state, at, null);
        }
        // The last moment of today is still to come, and so is what another zone calls today.
        boolean isOfToday = state == ConsentState.WITHDRAWN && !at.isAfter(receivedAt.plus(1, ChronoUnit.DAYS));
        return isOfToday ? new ConsentCell(state, null, null) : untimed(state, DataFault.CONSENT_IN_FUTURE);
    }

    /** Whatever is wrong with its time, a no is a no, and was said before the file came; what is agreed to after that counts. */
    private static ConsentCell untimed(ConsentState state, DataFault fault) {
        return state == ConsentState.WITHDRAWN ? new ConsentCell(state, null, fault) : bad(fault);
    }

    /** A time in ISO 8601, with or without zone, or a day; null where it is none, or before anybody alive could agree. */
    static @Nullable Instant time(String text, ConsentState state, ZoneId zone) {
        LocalDate day = Cells.date(text);
        Instant at = day == null
                ? moment(text.strip().replace(' ', 'T'), zone)
                : day.atTime(state == ConsentState.GRANTED ? LocalTime.MIN : LAST_MOMENT)
                        .atZone(zone)
                        .toInstant();
        // PostgreSQL keeps microseconds; without this a second import would not find its own record.
        return at == null || at.isBefore(ConsentChange.EARLIEST) ? null : at.truncatedTo(ChronoUnit.MICROS);
    }

    private static @Nullable Instant moment(String iso, ZoneId zone) {
        try {
            return WITH_ZONE.matcher(iso).matches()
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(zone).toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    private static ConsentCell bad(DataFault fault) {
        return new ConsentCell(null, null, fault);
    }
}
