package io.carillon.message;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A person's value as text that may stand anywhere in a message: one line, without control characters (no value adds a
 * header) and without characters that turn the direction of what follows.
 */
final class CleanText {
    /** A longer value is no name, city or level but a mistake, and is treated as if it were not there. */
    static final int LONGEST = 1_000;

    private CleanText() {}

    /** Null for what is no text, blank to the eye or too long. */
    static @Nullable String of(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length() > LONGEST ? null : clean(text);
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number)
                    ? new BigDecimal(String.valueOf(number))
                            .stripTrailingZeros()
                            .toPlainString()
                    : null;
        } else if (value instanceof BigDecimal number) {
            // A scale of thousands would make a text of thousands of zeros.
            return Math.abs((long) number.scale()) > LONGEST / 2 ? null : number.toPlainString();
        } else if (value instanceof Number || value instanceof Boolean || value instanceof java.time.LocalDate) {
            return clean(value.toString());
        }
        return null;
    }

    private static @Nullable String clean(String text) {
        StringBuilder cleaned = null;
        for (int i = 0; i < text.length(); i++) {
            if (isUnfit(text, i)) {
                cleaned = cleaned == null ? new StringBuilder(text) : cleaned;
                cleaned.setCharAt(i, ' ');
            }
        }
        String stripped = (cleaned == null ? text : cleaned.toString()).strip();
        return stripped.codePoints().allMatch(CleanText::isUnseen) ? null : stripped;
    }

    /** A text of nothing but these is an empty place to whoever reads it. */
    private static boolean isUnseen(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || character == 0xad
                || character == 0x61c
                || character == 0x180e
                || character >= 0x200b && character <= 0x200f
                || character >= 0x2060 && character <= 0x206f
                || character == 0xfeff;
    }

    /** Whether the character at that place may not stand in a message. */
    static boolean isUnfit(String text, int at) {
        char c = text.charAt(at);
        if (c < ' ') {
            return true;
        } else if (c < 0x7f) {
            return false;
        }
        return c < 0xa0
                || c == '\u2028'
                || c == '\u2029'
                || isDirection(c)
                || c >= '\ufff9' && c <= '\ufffb'
                || c >= '\ufffe'
                || isHalf(text, at);
    }

    private static boolean isDirection(char c) {
        return c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
    }

    private static boolean isHalf(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
