package io.carillon.sandbox;

/** Counts segments as carriers do: GSM 03.38 in 160 or 153 septets, else UCS-2 in 70 or 67 units. */
final class TwilioSegments {
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENDED = "^{}\\[~]|€\f";

    private TwilioSegments() {}

    static int count(String text) {
        int septets = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (EXTENDED.indexOf(unit) >= 0) {
                septets += 2;
            } else if (BASIC.indexOf(unit) >= 0) {
                septets++;
            } else {
                return parts(text.length(), 70, 67);
            }
        }
        return parts(septets, 160, 153);
    }

    private static int parts(int units, int alone, int joined) {
        return units <= alone ? 1 : (units + joined - 1) / joined;
    }
}
