package io.carillon.profile;

import io.carillon.channel.AddressKind;

/** How addresses look in answers: enough to recognise one's own, too little to use it. */
public final class AddressMask {
    private static final int SHORT_TEXT = 12;

    private AddressMask() {}

    /** Such as {@code +86138****1234}, {@code l***@example.com} or {@code abcd…wxyz}. */
    public static String mask(AddressKind kind, String address) {
        return switch (kind) {
            case PHONE -> phone(address);
            case MAILBOX -> mailbox(address);
            case DEVICE_TOKEN, OPENID -> token(address);
        };
    }

    private static String phone(String phone) {
        int shownFirst = phone.length() < SHORT_TEXT ? 3 : 6;
        int shownLast = phone.length() < SHORT_TEXT ? 2 : 4;
        return phone.length() <= shownFirst + shownLast
                ? "****"
                : phone.substring(0, shownFirst) + "****" + phone.substring(phone.length() - shownLast);
    }

    private static String mailbox(String mailbox) {
        int at = mailbox.lastIndexOf('@');
        return mailbox.substring(0, Math.min(1, at)) + "***" + mailbox.substring(at);
    }

    private static String token(String token) {
        int shown = token.length() < SHORT_TEXT ? 1 : 4;
        return token.substring(0, shown) + "…" + token.substring(token.length() - shown);
    }
}
