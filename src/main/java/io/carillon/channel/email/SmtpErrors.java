package io.carillon.channel.email;

import static java.util.Map.entry;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What every answer of an SMTP server means. Enhanced status codes come first, as listed at
 * <a href="https://www.iana.org/assignments/smtp-enhanced-status-codes">IANA</a> (RFC 3463, 4954, 5248, 7372, 7505, 8689);
 * servers without them are read by their three digits (RFC 5321 4.2.3) and the command that was answered.
 *
 * <p>Who is blamed: X.1 and X.2 mostly the mailbox, X.7 and X.6 mostly us, X.3 and X.4 the way between. A 4xx is always a
 * certain no, also after the final dot (RFC 5321 4.2.1).
 */
final class SmtpErrors {
    private static final Logger LOG = Logger.getLogger(SmtpErrors.class);
    private static final int MOST_LOGGED = 200;
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    // SMTP has no Retry-After. A greylisting server takes a second try after some minutes (RFC 6647 2.2, 5).
    private static final Duration GREYLISTED = Duration.ofMinutes(5);
    private static final Duration THROTTLED = Duration.ofMinutes(1);

    private static final Meaning GONE = refused(Reason.MAILBOX_UNKNOWN);
    private static final Meaning INVALID = refused(Reason.INVALID_ADDRESS);
    private static final Meaning NOT_REACHABLE = refused(Reason.NOT_REACHABLE);
    private static final Meaning SENDER = blocked(Reason.SENDER);
    private static final Meaning CONTENT = blocked(Reason.CONTENT);
    private static final Meaning CREDENTIALS = blocked(Reason.CREDENTIALS);
    private static final Meaning SETTING = blocked(Reason.ACCOUNT_SETTING);
    private static final Meaning SLOWER = later(Reason.THROTTLED, THROTTLED);
    /** About one mailbox, so the account goes on: greylisting, or a mailbox that is busy. */
    private static final Meaning GREY = later(Reason.DEFERRED, GREYLISTED);
    /** Greylisting where one recipient is answered so; a server that hangs up with it means all that we send. */
    private static final Meaning SLOWER_OR_GREY =
            (stage, code) -> (stage == SmtpStage.RECIPIENT && !code.startsWith("421") ? GREY : SLOWER).of(stage, code);

    private static final Meaning DOWN = later(Reason.VENDOR_DOWN, null);
    /** About the mail as a whole: who sends it before its text is known, what it says afterwards. */
    private static final Meaning POLICY =
            (stage, code) -> (stage.compareTo(SmtpStage.CONTENT) >= 0 ? CONTENT : SENDER).of(stage, code);
    /** About an address: the sender's until a recipient was named. */
    private static final Meaning ADDRESS =
            (stage, code) -> (stage.compareTo(SmtpStage.RECIPIENT) >= 0 ? GONE : SENDER).of(stage, code);

    private static final Meaning SYNTAX =
            (stage, code) -> (stage == SmtpStage.RECIPIENT ? INVALID : SETTING).of(stage, code);

    private static final Map<String, Meaning> BY_STATUS = Map.ofEntries(
            entry("5.1.0", ADDRESS),
            entry("5.1.1", GONE),
            entry("5.1.2", INVALID),
            entry("5.1.3", (stage, code) -> (stage == SmtpStage.SENDER ? SENDER : INVALID).of(stage, code)),
            entry("5.1.4", NOT_REACHABLE),
            entry("5.1.6", GONE),
            entry("5.1.7", SENDER),
            entry("5.1.8", SENDER),
            entry("5.1.9", NOT_REACHABLE),
            entry("5.1.10", INVALID),
            entry("5.1.90", blocked(Reason.QUOTA)),
            entry("5.2.0", NOT_REACHABLE),
            entry("5.2.1", GONE),
            entry("5.2.2", NOT_REACHABLE),
            entry("5.2.3", NOT_REACHABLE),
            entry("5.2.4", NOT_REACHABLE),
            entry("5.3.0", NOT_REACHABLE),
            entry("5.3.1", NOT_REACHABLE),
            entry("5.3.2", NOT_REACHABLE),
            entry("5.3.3", NOT_REACHABLE),
            entry("5.3.4", CONTENT),
            entry("5.3.5", SETTING),
            entry("5.4.0", NOT_REACHABLE),
            entry("5.4.1", NOT_REACHABLE),
            entry("5.4.2", NOT_REACHABLE),
            entry("5.4.3", NOT_REACHABLE),
            entry("5.4.4", NOT_REACHABLE),
            entry("5.4.5", blocked(Reason.QUOTA)),
            entry("5.4.6", NOT_REACHABLE),
            entry("5.4.7", NOT_REACHABLE),
            entry("5.5.0", SYNTAX),
            entry("5.5.1", SETTING),
            entry("5.5.2", SYNTAX),
            entry("5.5.3", SYNTAX),
            entry("5.5.4", SYNTAX),
            entry("5.5.5", SETTING),
            entry("5.5.6", SETTING),
            entry("5.6.0", CONTENT),
            entry("5.6.1", CONTENT),
            entry("5.6.2", CONTENT),
            entry("5.6.3", CONTENT),
            entry("5.6.5", CONTENT),
            entry("5.6.6", CONTENT),
            entry("5.6.7", NOT_REACHABLE),
            entry("5.6.8", CONTENT),
            entry("5.6.9", CONTENT),
            entry("5.7.0", POLICY),
            entry("5.7.1", POLICY),
            entry("5.7.2", refused(Reason.POLICY_REFUSED)),
            entry("5.7.3", SETTING),
            entry("5.7.4", SETTING),
            entry("5.7.5", SETTING),
            entry("5.7.6", SETTING),
            entry("5.7.7", CONTENT),
            entry("5.7.8", CREDENTIALS),
            entry("5.7.9", CREDENTIALS),
            entry("5.7.10", SETTING),
            entry("5.7.11", SETTING),
            entry("5.7.13", CREDENTIALS),
            entry("5.7.14", CREDENTIALS),
            entry("5.7.15", POLICY),
            entry("5.7.16", CONTENT),
            entry("5.7.17", GONE),
            entry("5.7.18", GONE),
            entry("5.7.19", NOT_REACHABLE),
            entry("5.7.20", SENDER),
            entry("5.7.21", SENDER),
            entry("5.7.22", SENDER),
            entry("5.7.23", SENDER),
            entry("5.7.24", SENDER),
            entry("5.7.25", SENDER),
            entry("5.7.26", SENDER),
            entry("5.7.27", SENDER),
            entry("5.7.28", blocked(Reason.QUOTA)),
            entry("5.7.29", SENDER),
            entry("5.7.30", SETTING),
            entry("4.1.1", GREY),
            entry("4.2.0", GREY),
            entry("4.2.1", GREY),
            // Waiting for somebody to tidy up may take weeks; another channel reaches the person now.
            entry("4.2.2", NOT_REACHABLE),
            entry("4.5.3", SLOWER),
            entry("4.7.12", CREDENTIALS));

    private static final Map<Integer, Meaning> BY_CODE = Map.ofEntries(
            entry(421, DOWN),
            entry(450, GREY),
            entry(451, (stage, code) -> (stage == SmtpStage.RECIPIENT ? GREY : DOWN).of(stage, code)),
            entry(452, DOWN),
            entry(454, DOWN),
            entry(455, DOWN),
            entry(500, SETTING),
            entry(501, SYNTAX),
            entry(502, SETTING),
            entry(503, SETTING),
            entry(504, SETTING),
            entry(521, (stage, code) -> (stage == SmtpStage.RECIPIENT ? INVALID : SETTING).of(stage, code)),
            entry(523, SETTING),
            entry(524, SETTING),
            entry(525, CREDENTIALS),
            entry(530, CREDENTIALS),
            entry(534, CREDENTIALS),
            entry(535, CREDENTIALS),
            entry(538, SETTING),
            entry(550, (stage, code) -> (stage == SmtpStage.RECIPIENT ? GONE : POLICY).of(stage, code)),
            entry(551, ADDRESS),
            entry(552, (stage, code) -> (stage == SmtpStage.RECIPIENT ? NOT_REACHABLE : CONTENT).of(stage, code)),
            entry(553, (stage, code) -> (stage == SmtpStage.RECIPIENT ? INVALID : SENDER).of(stage, code)),
            entry(554, SmtpErrors::transactionFailed),
            entry(555, SYNTAX),
            entry(556, INVALID));

    /** "Other security status" and "delivery not authorized", with which some refuse whatever they do not take. */
    private static final Set<String> NO_SECURITY = Set.of("5.7.0", "5.7.1");
    /** With which a mail is refused for what stands in it; others speak of its size, its form or of who sends it. */
    private static final Set<String> MAY_BE_TEXT = Set.of("5.6.0", "5.7.0", "5.7.1");
    /** "No access, or command rejected for policy reasons" is among what they stand for (RFC 5321 4.2.3). */
    private static final Set<Integer> MAY_BE_POLICY = Set.of(550, 551, 553);

    private SmtpErrors() {}

    /** What this answer means for the mail it was given to. */
    static SendResult result(SmtpStage stage, SmtpReply reply) {
        if (reply.code() >= 500
                && stage.compareTo(SmtpStage.CONTENT) >= 0
                && reply.scope().isSubmission()) {
            // To the account, whatever the status speaks of.
            boolean isQuota = reply.scope() == RefusalScope.SUBMISSION_QUOTA;
            return (isQuota ? blocked(Reason.QUOTA) : SENDER).of(stage, reply.toString());
        }
        Meaning meaning = meaning(reply);
        SendResult said = meaning != null ? meaning.of(stage, reply.toString()) : unlisted(stage, reply);
        if (said instanceof SendResult.Blocked blocked && isOfAMail(stage, reply, blocked)) {
            return reply.scope() == RefusalScope.OPEN
                    ? new SendResult.Blocked(Reason.CONTENT, blocked.vendorCode(), SendResult.Meant.US_OR_VALUES)
                    // Words that nobody foresaw must not stop everybody for one person's mail for ever.
                    : new SendResult.Blocked(Reason.SENDER, blocked.vendorCode(), SendResult.Meant.US_UNLESS_AGAIN);
        }
        if (!(said instanceof SendResult.Refused)) {
            // As Yandex says of an unknown user.
            boolean isMailbox = stage == SmtpStage.RECIPIENT
                    && NO_SECURITY.contains(reply.status())
                    && reply.words() == RefusalWords.MAILBOX;
            return isMailbox ? GONE.of(stage, reply.toString()) : said;
        }
        // Before a recipient was named nothing can be a no to that person.
        if (stage.compareTo(SmtpStage.RECIPIENT) < 0) {
            return notTaken(stage, reply);
        }
        return reply.code() < 500 ? said : byWords(stage, reply, said);
    }

    /** What the tables say; null where they are silent. */
    private static @Nullable Meaning meaning(SmtpReply reply) {
        // X.0.0 says no more than the three digits; 530 and 535 speak of our login, whatever status is added (RFC 4954
        // 6).
        boolean isCodeEnough = reply.status().isEmpty()
                || reply.status().endsWith(".0.0")
                || reply.code() == 530
                || reply.code() == 535;
        return isCodeEnough ? BY_CODE.get(reply.code()) : byStatus(reply.status());
    }

    /** Whether it is a no to a whole mail, which may be for what stands in this one, such as a link in a person's own values. */
    private static boolean isOfAMail(SmtpStage stage, SmtpReply reply, SendResult.Blocked said) {
        boolean isOfText = MAY_BE_TEXT.contains(reply.status());
        boolean isOpen = reply.status().isEmpty() || reply.status().equals("5.0.0");
        return stage == SmtpStage.HANDED_OVER
                && said.reason() == Reason.CONTENT
                && switch (reply.code()) {
                    case 550, 554 -> isOfText || isOpen;
                    // Without a status it speaks of room.
                    case 552 -> isOfText;
                    default -> false;
                };
    }

    /** A no for good at a recipient, which the words may turn into one to us; three digits alone close no mailbox. */
    private static SendResult byWords(SmtpStage stage, SmtpReply reply, SendResult said) {
        return switch (reply.words()) {
            case PLAINLY_US -> POLICY.of(stage, reply.toString());
            case US_BESIDE_MAILBOX, US -> reply.isVague() ? POLICY.of(stage, reply.toString()) : said;
            case MAILBOX -> said;
            case NOBODY ->
                reply.isVague() && MAY_BE_POLICY.contains(reply.code())
                        ? NOT_REACHABLE.of(stage, reply.toString())
                        : said;
        };
    }

    /** Why a mail came back: whether its status says that the mailbox is no more. */
    static Reason bounce(String status) {
        Meaning meaning = status.startsWith("5.") ? BY_STATUS.get(status) : null;
        boolean isGone = meaning != null
                && meaning.of(SmtpStage.RECIPIENT, status) instanceof SendResult.Refused refused
                && refused.reason().blame().addressStatus() != null;
        return isGone ? Reason.BOUNCED : Reason.BOUNCED_SOFT;
    }

    /** Whether this status is in the table. */
    static boolean isListed(String status) {
        return BY_STATUS.containsKey(status);
    }

    private static @Nullable Meaning byStatus(String status) {
        Meaning listed = BY_STATUS.get(status);
        if (listed != null) {
            return listed;
        }
        // Large receivers number their own policies beyond the registry, as 5.7.509.
        if (status.startsWith("5.7.")) {
            return POLICY;
        }
        if (status.startsWith("4.7.")) {
            return SLOWER_OR_GREY;
        }
        return status.startsWith("4.") ? DOWN : null;
    }

    private static SendResult transactionFailed(SmtpStage stage, String code) {
        return switch (stage) {
            case CONNECT, SENDER -> SENDER.of(stage, code);
            case AUTH -> CREDENTIALS.of(stage, code);
            case RECIPIENT -> refused(Reason.POLICY_REFUSED).of(stage, code);
            case CONTENT, HANDED_OVER -> CONTENT.of(stage, code);
        };
    }

    private static SendResult notTaken(SmtpStage stage, SmtpReply reply) {
        return reply.code() < 500 ? DOWN.of(stage, reply.toString()) : transactionFailed(stage, reply.toString());
    }

    private static SendResult unlisted(SmtpStage stage, SmtpReply reply) {
        String code = reply.toString();
        if (LOGGED.size() < MOST_LOGGED && LOGGED.add(stage + " " + code)) {
            LOG.warnf("SMTP answer %s at stage %s is in no table", code, stage);
        }
        if (reply.code() < 500) {
            return DOWN.of(stage, code);
        }
        // Before a person was named it cannot be about the person.
        boolean isAboutUs = stage.compareTo(SmtpStage.RECIPIENT) < 0;
        return (isAboutUs ? SETTING : refused(Reason.UNLISTED)).of(stage, code);
    }

    private static Meaning refused(Reason reason) {
        return (stage, code) -> new SendResult.Refused(reason, code);
    }

    private static Meaning blocked(Reason reason) {
        return (stage, code) -> new SendResult.Blocked(reason, code);
    }

    private static Meaning later(Reason reason, @Nullable Duration wait) {
        return (stage, code) -> new SendResult.NotSent(reason, code, wait);
    }

    /** Makes the result for a stage. */
    @FunctionalInterface
    private interface Meaning {
        SendResult of(SmtpStage stage, String code);
    }
}
