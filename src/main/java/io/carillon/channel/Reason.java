package io.carillon.channel;

import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Why a person was not sent to, or not on this channel: the one catalogue. Texts in Chinese and English, and what to do,
 * stand in {@code reasons_*.properties}; the ids are part of the API and the database.
 */
public enum Reason {
    // The person has no way on this channel.
    NO_ADDRESS(Rule.NO_ADDRESS, Verdict.FAILED),
    NOT_FOLLOWER(Rule.REFUSED, Verdict.FAILED, Blame.ADDRESS_NOW),
    NO_GRANT(Rule.NO_GRANT, Verdict.SKIPPED),
    // We chose not to.
    NO_CONSENT(Rule.NO_CONSENT, Verdict.SKIPPED),
    OPTED_OUT(Rule.OPTED_OUT, Verdict.SKIPPED),
    SUPPRESSED(Rule.PERSON, Verdict.SKIPPED),
    HOLDOUT(Rule.PERSON, Verdict.SKIPPED),
    MERGED(Rule.PERSON, Verdict.SKIPPED),
    EXPIRED(Rule.PERSON, Verdict.SKIPPED),
    CANCELLED(Rule.PERSON, Verdict.SKIPPED),
    SAME_ADDRESS(Rule.SAME_ADDRESS, Verdict.SKIPPED),
    NO_ACCOUNT(Rule.NO_ACCOUNT, Verdict.SKIPPED),
    MISSING_VARIABLE(Rule.MISSING_VARIABLE, Verdict.SKIPPED),
    // The vendor refused this person.
    INVALID_ADDRESS(Rule.REFUSED, Verdict.FAILED, Blame.ADDRESS_INVALID),
    DEAD_TOKEN(Rule.REFUSED, Verdict.FAILED, Blame.ADDRESS_DEAD),
    MAILBOX_UNKNOWN(Rule.REFUSED, Verdict.FAILED, Blame.ADDRESS_BOUNCED),
    VENDOR_OPTED_OUT(Rule.REFUSED, Verdict.FAILED),
    NOT_REACHABLE(Rule.REFUSED, Verdict.FAILED),
    REGION_REFUSED(Rule.REFUSED, Verdict.FAILED),
    FREQUENCY_REFUSED(Rule.REFUSED, Verdict.FAILED),
    POLICY_REFUSED(Rule.REFUSED, Verdict.FAILED),
    WINDOW_CLOSED(Rule.REFUSED, Verdict.FAILED),
    GRANT_REFUSED(Rule.REFUSED, Verdict.FAILED),
    UNLISTED(Rule.REFUSED, Verdict.FAILED),
    // Accepted, and later bad news.
    UNDELIVERED(Rule.UNDELIVERED, Verdict.FAILED),
    UNDELIVERED_INVALID(Rule.UNDELIVERED, Verdict.FAILED, Blame.ADDRESS_INVALID),
    UNDELIVERED_CARRIER(Rule.UNDELIVERED, Verdict.FAILED),
    UNDELIVERED_EXPIRED(Rule.UNDELIVERED, Verdict.FAILED),
    BOUNCED(Rule.UNDELIVERED, Verdict.FAILED, Blame.ADDRESS_BOUNCED),
    BOUNCED_SOFT(Rule.UNDELIVERED, Verdict.FAILED),
    USER_BLOCKED(Rule.UNDELIVERED, Verdict.FAILED),
    NOT_CONFIRMED(Rule.NOT_CONFIRMED, Verdict.SENT),
    // Trouble on our side: the vendor says no to us.
    TEMPLATE(Rule.BLOCKED, Verdict.PENDING),
    SIGNATURE(Rule.BLOCKED, Verdict.PENDING),
    CONTENT(Rule.BLOCKED, Verdict.PENDING),
    SENDER(Rule.BLOCKED, Verdict.PENDING),
    BALANCE(Rule.BLOCKED, Verdict.PENDING),
    QUOTA(Rule.BLOCKED, Verdict.PENDING),
    CREDENTIALS(Rule.BLOCKED, Verdict.PENDING),
    ACCOUNT_SETTING(Rule.BLOCKED, Verdict.PENDING),
    MANY_REFUSALS(Rule.BLOCKED, Verdict.PENDING),
    // Certainly not sent; tried again.
    THROTTLED(Rule.RETRY, Verdict.PENDING),
    DEFERRED(Rule.RETRY, Verdict.PENDING),
    VENDOR_DOWN(Rule.VENDOR_DOWN, Verdict.PENDING),
    LEASE_OVER(Rule.RETRY, Verdict.PENDING),
    // Open doubt.
    TIME_OUT(Rule.UNKNOWN, Verdict.UNKNOWN),
    CONNECTION_LOST(Rule.UNKNOWN, Verdict.UNKNOWN),
    VENDOR_ERROR(Rule.UNKNOWN, Verdict.UNKNOWN),
    PROCESS_LOST(Rule.UNKNOWN, Verdict.UNKNOWN),
    RESTORED(Rule.UNKNOWN, Verdict.UNKNOWN),
    // Waiting.
    WINDOW(Rule.HOLD, Verdict.HELD),
    RATE_LIMIT(Rule.HOLD, Verdict.PENDING),
    PAUSED(Rule.HOLD, Verdict.PENDING);

    /** The key under {@code channels.on} in a definition that decides where a reason leads; some are not for marketers. */
    public enum Rule {
        NO_ADDRESS,
        NO_GRANT,
        NO_CONSENT,
        OPTED_OUT,
        SAME_ADDRESS,
        NO_ACCOUNT,
        MISSING_VARIABLE,
        REFUSED,
        UNDELIVERED,
        NOT_CONFIRMED,
        VENDOR_DOWN,
        UNKNOWN,
        /** Ends the whole person; not for marketers. */
        PERSON,
        /** Trouble on our side; rows stay due; not for marketers. */
        BLOCKED,
        /** Tried again on the same channel; not for marketers. */
        RETRY,
        /** Waits for a time; not for marketers. */
        HOLD;

        /** The name in YAML and the database. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether a definition may name it under {@code on}. */
        public boolean isForMarketers() {
            return ordinal() <= UNKNOWN.ordinal();
        }
    }

    /** The state in which a delivery ends when this reason is its last. */
    public enum Verdict {
        FAILED,
        SKIPPED,
        SENT,
        PENDING,
        UNKNOWN,
        HELD
    }

    /** What a reason says of the address itself. */
    public enum Blame {
        NOTHING,
        /** Try the person's next address of the kind, and close this one as invalid. */
        ADDRESS_INVALID,
        /** Likewise, closed as dead (push tokens). */
        ADDRESS_DEAD,
        /** Likewise, closed as bounced (mailboxes). */
        ADDRESS_BOUNCED,
        /** Try the next address; this one is not closed, as it may work again by itself. */
        ADDRESS_NOW;

        /** The address status that follows, or null when it stays as it is. */
        public @org.jspecify.annotations.Nullable String addressStatus() {
            return switch (this) {
                case ADDRESS_INVALID -> "invalid";
                case ADDRESS_DEAD -> "dead";
                case ADDRESS_BOUNCED -> "bounced";
                case NOTHING, ADDRESS_NOW -> null;
            };
        }
    }

    private final Rule rule;
    private final Verdict verdict;
    private final Blame blame;

    Reason(Rule rule, Verdict verdict) {
        this(rule, verdict, Blame.NOTHING);
    }

    Reason(Rule rule, Verdict verdict, Blame blame) {
        this.rule = rule;
        this.verdict = verdict;
        this.blame = blame;
    }

    /** Which rule of the channel policy decides. */
    public Rule rule() {
        return rule;
    }

    /** Where a delivery ends with it. */
    public Verdict verdict() {
        return verdict;
    }

    /** What it says of the address. */
    public Blame blame() {
        return blame;
    }

    /** The name in REST, CSV and the database, such as {@code no_address}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The reason of that id.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Reason of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** Whether there is a reason of that id; workers of a later release may have written one that this one does not know. */
    public static boolean isKnown(String id) {
        return Arrays.stream(values()).anyMatch(reason -> reason.id().equals(id));
    }

    /** How it is told that somebody has no address but one that was closed: invalid, bounced or dead; else no address. */
    public static Reason ofClosed(String status) {
        return switch (status) {
            case "invalid" -> INVALID_ADDRESS;
            case "bounced" -> BOUNCED;
            case "dead" -> DEAD_TOKEN;
            default -> NO_ADDRESS;
        };
    }

    /** One sentence for people. */
    public String text(Locale language) {
        return bundle(language).getString(id());
    }

    /** What to do about it; says so where that is nothing. */
    public String fix(Locale language) {
        return bundle(language).getString(id() + ".fix");
    }

    private static ResourceBundle bundle(Locale language) {
        return ResourceBundle.getBundle(
                "reasons",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
