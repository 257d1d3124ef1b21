package io.carillon.channel.email;

import io.carillon.channel.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail that came back for good.
 *
 * @param status such as {@code 5.1.1} (RFC 3463); {@code 5.0.0} where nobody gave one
 * @param words what the server that refused it said, or the text of the bounce
 */
record Bounce(String status, String words) {
    /** Says no more than that it failed. */
    static final String UNDEFINED = "5.0.0";

    // Unknown users as sendmail, Postfix, Exchange, Gmail, QQ Mail, NetEase and vpopmail name them. "Mailbox
    // unavailable" is RFC 5321 4.2.3, "Unrouteable address" what Exim says when no router takes an address (its
    // manual, chapter 15).
    private static final Pattern MAILBOX = Pattern.compile("(?i)\\buser (?:is )?unknown|\\bunknown (?:user|recipient)"
            + "|\\brecipient unknown|\\bno such (?:user|recipient|mailbox)|\\bno mailbox|\\buser not found"
            + "|\\bmailbox (?:unavailable|not found)|\\bunrouteable address"
            + "|(?:\\b(?:account|mailbox|user|address|recipient)\\b[^.;:]{0,60}|@[\\w.-]{1,255}>?:?)"
            + " (?:does not|doesn't) exist");
    // The same words may speak of the sender's address, and QQ Mail says "unavailable or access denied" of both.
    private static final Pattern US = Pattern.compile(
            "(?i)\\bsender\\b|\\bmail from\\b|\\breturn[ -]path\\b"
                    + "|\\brelay(?:ing)?\\b[^.;]{0,20}\\b(?:not|prohibited)\\b|\\b(?:not|cannot|unable to) relay\\b"
                    + "|\\bauthenticat|\\bclient host\\b|\\bblocked\\b|\\bdenied\\b|\\bspam\\b|\\bblacklist|\\bblock ?list|\\breputation\\b");
    private static final Pattern CODE = Pattern.compile("(?<![\\w.@<-])([45])\\d\\d[ -]");
    private static final Pattern PARAGRAPHS = Pattern.compile("\\r?\\n[ \\t]*\\r?\\n");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** Whether the mailbox is no more. A status that may as well be about us closes no mailbox unless the words do. */
    Reason reason() {
        if (!isVague(status)) {
            return SmtpErrors.bounce(status);
        }
        return PARAGRAPHS.splitAsStream(words).anyMatch(Bounce::blamesMailbox) ? Reason.BOUNCED : Reason.BOUNCED_SOFT;
    }

    /** Whether a status leaves open who is to blame: it is undefined, or is about some address, also the sender's. */
    static boolean isVague(String status) {
        return status.endsWith(".0.0") || status.equals("5.1.0");
    }

    /** Whether the first SMTP code in the words is one of a failure that may pass (RFC 5321 4.2.1). */
    static boolean isTransient(String words) {
        Matcher code = CODE.matcher(words);
        return code.find() && code.group(1).equals("4");
    }

    /** Whether these words blame us, who send or where from, and no mailbox. */
    static boolean blamesUs(String words) {
        String line = SPACES.matcher(words).replaceAll(" ");
        return US.matcher(line).find() && !MAILBOX.matcher(line).find();
    }

    private static boolean blamesMailbox(String paragraph) {
        String line = SPACES.matcher(paragraph).replaceAll(" ");
        return MAILBOX.matcher(line).find() && !US.matcher(line).find() && !isTransient(line);
    }
}
