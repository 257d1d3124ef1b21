package io.carillon.channel.email;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds a bounce in a mail without a delivery status. People, their machines and their mail programs answer to the
 * return path too, and three numbers with dots may be a date or a version; so the mail has to say itself that it is a
 * failure.
 */
final class BounceText {
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])(5\\.\\d{1,3}\\.\\d{1,3})(?!\\.?\\d)");
    /** As "550 5.1.1", "550-5.1.1" (Gmail) and "550 #5.1.1" (Exchange, Cisco): nothing but a server speaks so. */
    private static final Pattern REPLY =
            Pattern.compile("(?<![\\w.])5\\d\\d[ -]#?(5\\.\\d{1,3}\\.\\d{1,3})(?!\\.?\\d)");
    /** What another server said, quoted without an enhanced status. */
    private static final Pattern BARE_REPLY = Pattern.compile(": 5[0-5]\\d[ -]");

    /** The same from whoever is a mail server for sure. */
    private static final Pattern ANY_REPLY = Pattern.compile("(?m)(?:^|[\\s:\"'(])5[0-5]\\d[ -]");

    private static final Pattern DAEMON =
            Pattern.compile("(?i)(?:^|[<\\s\",])(?:mailer-daemon(?![\\w.+-])|postmaster@)");
    /** No return path (RFC 5321 4.5.5), also as Postfix' pipe(8) writes it. */
    private static final Pattern NOBODY = Pattern.compile("(?i)<\\s*>|mailer-daemon");
    /** How qmail (qmail-send.c), Exim (deliver.c) and two ages of Exchange begin. */
    private static final Pattern OPENING = Pattern.compile("(?im)^[ \\t]*(?:Hi\\. This is the qmail-send program"
            + "|A message that you (?:have )?sent could not be delivered"
            + "|Your message did not reach some or all of the\\s+intended recipients"
            + "|Delivery has failed to these recipients or (?:groups|distribution lists))");
    /** How Postfix, sendmail, Exim, Exchange and Gmail say that they go on trying. */
    private static final Pattern DELAYED = Pattern.compile("(?i)\\bstill being retried|\\bwarning (?:message )?only\\b"
            + "|\\bonly a warning\\b|\\bnot yet been delivered|\\bdelivery attempts will continue"
            + "|\\bdelivery is delayed to these recipients|\\bit will be retried until");

    private static final Pattern DELAYED_SUBJECT = Pattern.compile("(?i)^\\s*(?:delivery delayed\\b|delayed( mail\\b|:)"
            + "|warning: (?:could not send|message \\S+ delayed)|delivery status notification \\(delay\\))");
    /** How people's mail programs begin the subject of an answer or of a mail passed on. */
    private static final Pattern ANSWER_SUBJECT = Pattern.compile("(?i)^\\s*(?:re|aw|sv|fwd?|wg|回复|答复|转发)\\s*[:：]");
    /** Where the mail that came back begins. */
    private static final Pattern COPY = Pattern.compile(
            "(?im)^-{3,} *(?:below this line is a copy|this is a copy|original message|unsent message)");

    private static final Pattern REPORT_TYPE = Pattern.compile("(?i)\\breport-type\\s*=\\s*\"?([\\w-]+)");

    private BounceText() {}

    /**
     * The failure a mail tells of.
     *
     * @param header a header's value by its name, empty where there is none
     * @param mailText what the mail says
     */
    static Optional<Bounce> in(UnaryOperator<String> header, CharSequence mailText) {
        String text = COPY.split(mailText, 2)[0];
        // Exim names who failed, and calls its bounces replies.
        boolean isNamed = !header.apply("X-Failed-Recipients").isBlank();
        if (isOtherReport(header) || (!isNamed && isAutomatic(header)) || isDelay(header, text)) {
            return Optional.empty();
        }
        boolean isKnown = isNamed || OPENING.matcher(text).find();
        boolean isSure = isKnown
                || DAEMON.matcher(header.apply("From")).find()
                || DAEMON.matcher(header.apply("Sender")).find();
        Optional<String> reply = first(REPLY, text, status -> true);
        // Somebody who writes to us may quote what a server said.
        if (reply.isPresent()
                && (isSure || !ANSWER_SUBJECT.matcher(header.apply("Subject")).find())) {
            return Optional.of(new Bounce(reply.get(), text));
        }
        if (!isSure && !NOBODY.matcher(header.apply("Return-Path")).find()) {
            return Optional.empty();
        }
        // Notices of absence have no return path either (RFC 3834 3.3), and a date is in no table.
        Optional<String> status = first(STATUS, text, found -> isSure || SmtpErrors.isListed(found));
        if (status.isEmpty()
                && (isKnown || (isSure ? ANY_REPLY : BARE_REPLY).matcher(text).find())) {
            status = Optional.of(Bounce.UNDEFINED);
        }
        return status.map(found -> new Bounce(found, text));
    }

    /** Whether it is a report of something else, such as a receipt of reading (RFC 8098). */
    private static boolean isOtherReport(UnaryOperator<String> header) {
        String type = reportType(header);
        return !type.isEmpty() && !type.equals("delivery-status");
    }

    /** Whether a machine answered for the person, such as a notice of absence (RFC 3834). */
    private static boolean isAutomatic(UnaryOperator<String> header) {
        String submitted = header.apply("Auto-Submitted").strip().toLowerCase(Locale.ROOT);
        boolean isMarked = (!submitted.isEmpty() && !submitted.startsWith("no"))
                || header.apply("Precedence").strip().toLowerCase(Locale.ROOT).startsWith("auto")
                || !header.apply("X-Autoreply").isBlank()
                || !header.apply("X-Autorespond").isBlank();
        return isMarked && !reportType(header).equals("delivery-status");
    }

    private static boolean isDelay(UnaryOperator<String> header, String text) {
        return DELAYED_SUBJECT.matcher(header.apply("Subject")).find()
                || DELAYED.matcher(text).find();
    }

    /** Of a multipart/report, else empty. */
    private static String reportType(UnaryOperator<String> header) {
        String type = header.apply("Content-Type").strip().toLowerCase(Locale.ROOT);
        return type.startsWith("multipart/report")
                ? first(REPORT_TYPE, type, any -> true).orElse("")
                : "";
    }

    private static Optional<String> first(Pattern pattern, String text, Predicate<String> isRight) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(isRight)
                .findFirst();
    }
}
