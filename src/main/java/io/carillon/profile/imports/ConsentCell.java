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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Yes or no, with the time it was said if the cell has one: {@code yes}, {@code 是 2027-05-31},
 * {@code no 2027-05-31T10:15:00+08:00}. A yes of a day counts from its first moment and a no from its last, so that of the
 * two on one day the no holds; a no of a day that is not over has no time but that of the file. What begins with a no is a no.
 *
 * @param state null where it cannot be taken
 * @param at null where the cell has no time, or none that can be taken
 * @param fault null where the cell is good
 */
record ConsentCell(
        @Nullable ConsentState state,
        @Nullable Instant at,
        @Nullable DataFault fault) {
    private static final Set<String> YES = Set.of(
            "yes",
            "y",
            "1",
            "true",
            "t",
            "on",
            "granted",
            "optin",
            "optedin",
            "subscribed",
            "是",
            "同意",
            "有",
            "√",
            "✓",
            "✔");
    private static final Set<String> NO = Set.of(
            "no",
            "n",
            "0",
            "false",
            "f",
            "off",
            "not",
            "never",
            "withdrawn",
            "revoked",
            "declined",
            "refused",
            "rejected",
            "optout",
            "optedout",
            "unsubscribe",
            "unsubscribed",
            "stop",
            "cancel",
            "r",
            "td",
            "×",
            "✗",
            "✘");
    /** How a word begins that says no in Chinese, which puts no space behind it; 已 before it says that it is done. */
    private static final Pattern NO_IN_CHINESE = Pattern.compile("已?(?:[不否无没未勿拒]|退订|取消|注销|关闭|禁止|屏蔽|撤回|撤销|停用|拉黑|黑名单).*");

    private static final Pattern YES_IN_CHINESE = Pattern.compile("已(?:同意|订阅|授权|开启|确认)");

    /** Characters that nobody sees, and quotation marks that a spreadsheet left. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\"'“”‘’「」]");

    private static final Pattern SAID = Pattern.compile(
            "(opt[-_ ]?(?:ed[-_ ]?)?(?:in|out)(?!\\p{L})|\\p{L}+|[01](?!\\d)|[√✓✔×✗✘])(.*)", Pattern.DOTALL);
    /** Neither: what exports and people write where nothing is known. */
    private static final Pattern NOT_KNOWN = Pattern.compile(
            "(?:n/?a|none|null|nil|not (?:known|set|asked|available|applicable))\\b.*"
                    + "|(?:未[知填设定详明提收询采录登]|不[详明清确知定]|无所谓|[无没](?:有)?(?:数据|记录|信息|填)|待定).*",
            Pattern.DOTALL);
    /** Around a time. */
    private static final Pattern AROUND = Pattern.compile("^[\\s\\p{P}=]+|[\\s\\p{P}=]+$");

    private static final Pattern WITH_ZONE = Pattern.compile(".+T.+(?:Z|[+-]\\d{2}(?::?\\d{2})?)");
    private static final LocalTime LAST_MOMENT = LocalTime.of(23, 59, 59);

    /**
     * Reads a cell.
     *
     * @param zone of times without one
     * @param receivedAt when the file came; nobody can have agreed later
     */
    static ConsentCell read(String cell, ZoneId zone, Instant receivedAt) {
        String text = UNSEEN.matcher(Cells.half(cell)).replaceAll("").strip().toLowerCase(Locale.ROOT);
        Matcher said = SAID.matcher(text);
        ConsentState state = said.matches() && !NOT_KNOWN.matcher(text).matches() ? state(said.group(1)) : null;
        if (state == null) {
            return new ConsentCell(null, null, DataFault.INVALID_CONSENT);
        }
        String rest = AROUND.matcher(said.group(2)).replaceAll("").toUpperCase(Locale.ROOT);
        if (rest.isEmpty()) {
            return new ConsentCell(state, null, null);
        }
        Instant at = time(rest, state, zone);
        if (at == null) {
            return untimed(state, DataFault.INVALID_CONSENT);
        } else if (!at.isAfter(receivedAt)) {
            return new ConsentCell(state, at, null);
        }
        // The last moment of today is still to come, and so is what another zone calls today.
        boolean isOfToday = state == ConsentState.WITHDRAWN && !at.isAfter(receivedAt.plus(1, ChronoUnit.DAYS));
        return isOfToday ? new ConsentCell(state, null, null) : untimed(state, DataFault.CONSENT_IN_FUTURE);
    }

    private static @Nullable ConsentState state(String word) {
        String plain = word.startsWith("opt") ? word.replaceAll("[-_ ]", "") : word;
        if (YES.contains(plain) || YES_IN_CHINESE.matcher(plain).matches()) {
            return ConsentState.GRANTED;
        }
        boolean isNo = NO.contains(plain) || NO_IN_CHINESE.matcher(plain).matches();
        return isNo ? ConsentState.WITHDRAWN : null;
    }

    /** Whatever is wrong with its time, a no is a no, and was said before the file came; what is agreed to after that counts. */
    private static ConsentCell untimed(ConsentState state, DataFault fault) {
        return state == ConsentState.WITHDRAWN
                ? new ConsentCell(state, null, DataFault.CONSENT_TAKEN_AS_NO)
                : new ConsentCell(null, null, fault);
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
}
