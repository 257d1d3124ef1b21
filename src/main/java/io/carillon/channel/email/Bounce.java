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

    private static final Pattern CODE = Pattern.compile("(?<![\\w.@<-])([45])\\d\\d[ -]");
    private static final Pattern PARAGRAPHS = Pattern.compile("\\r?\\n[ \\t]*\\r?\\n");

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

    private static boolean blamesMailbox(String paragraph) {
        return RefusalWords.blameOnlyMailbox(paragraph) && !isTransient(paragraph);
    }
}
