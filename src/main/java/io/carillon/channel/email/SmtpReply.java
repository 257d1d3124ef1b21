package io.carillon.channel.email;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's answer without its text.
 *
 * @param code three digits (RFC 5321 4.2)
 * @param status the enhanced status code such as {@code 5.1.1} (RFC 3463), empty where the server gives none
 * @param words whom its text blames
 * @param scope whether its text is about more than one mail
 */
record SmtpReply(int code, String status, RefusalWords words, RefusalScope scope) {
    private static final Pattern STATUS = Pattern.compile("\\d{3}[ -]([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");

    /** Of a server that gives no reason in words. */
    SmtpReply(int code, String status) {
        this(code, status, RefusalWords.NOBODY, RefusalScope.OPEN);
    }

    /** Reads an answer; a status of another class than the code is not believed. */
    static SmtpReply of(int code, String response) {
        Matcher matcher = STATUS.matcher(response);
        boolean hasStatus = matcher.lookingAt() && matcher.group(1).charAt(0) - '0' == code / 100;
        return new SmtpReply(
                code, hasStatus ? matcher.group(1) : "", RefusalWords.of(response), RefusalScope.of(response));
    }

    /** Whether code and status leave open who is to blame. */
    boolean isVague() {
        return status.isEmpty() || Bounce.isVague(status);
    }

    /** Whether the server said no, for now or for good. */
    boolean isNo() {
        return code >= 400 && code <= 599;
    }

    /** Such as {@code 550 5.1.1}. */
    @Override
    public String toString() {
        return status.isEmpty() ? String.valueOf(code) : code + " " + status;
    }
}
