package io.carillon.message;

import org.jspecify.annotations.Nullable;

/**
 * What a text message is billed as.
 *
 * @param parts at least 1
 * @param characters units of the encoding: septets in GSM-7, UTF-16 units in UCS-2; signature included
 */
public record SmsParts(int parts, Encoding encoding, int characters) {

    /** How the text travels. */
    public enum Encoding {
        /** 3GPP TS 23.038 default alphabet with its extension table. */
        GSM_7(160, 153),
        /** Everything else; what lies outside the basic plane takes two units. */
        UCS_2(70, 67);

        private final int single;
        private final int inSeries;

        Encoding(int single, int inSeries) {
            this.single = single;
            this.inSeries = inSeries;
        }

        /** The name in REST. */
        public String id() {
            return this == GSM_7 ? "gsm-7" : "ucs-2";
        }
    }

    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENSION = "\f^{}\\[~]|€";
    private static final byte[] SEPTETS = septets();

    /**
     * Counts a text with the signature that goes before it as {@code 【signature】}. A character of two units is never cut
     * in two, so it may open the next part.
     */
    public static SmsParts count(String text, @Nullable String signature) {
        String whole = signature == null || signature.isEmpty() ? text : "【" + signature + "】" + text;
        Encoding encoding = isGsm(whole) ? Encoding.GSM_7 : Encoding.UCS_2;
        int characters = 0;
        int parts = 1;
        int used = 0;
        for (int i = 0; i < whole.length(); ) {
            int codePoint = whole.codePointAt(i);
            int units = encoding == Encoding.GSM_7 ? SEPTETS[codePoint] : Character.charCount(codePoint);
            if (used + units > encoding.inSeries) {
                parts++;
                used = 0;
            }
            used += units;
            characters += units;
            i += Character.charCount(codePoint);
        }
        return new SmsParts(characters <= encoding.single ? 1 : parts, encoding, characters);
    }

    private static boolean isGsm(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= SEPTETS.length || SEPTETS[c] == 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] septets() {
        byte[] counts = new byte['€' + 1];
        BASIC.chars().forEach(c -> counts[c] = 1);
        EXTENSION.chars().forEach(c -> counts[c] = 2);
        return counts;
    }
}
