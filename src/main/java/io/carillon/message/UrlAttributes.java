package io.carillon.message;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which attributes of HTML hold addresses, and which addresses a mail may hold. */
final class UrlAttributes {
    private static final Set<String> NAMES = Set.of(
            "href",
            "src",
            "srcset",
            "action",
            "formaction",
            "background",
            "poster",
            "cite",
            "data",
            "longdesc",
            "lowsrc",
            "dynsrc",
            "ping",
            "xlink:href");
    private static final Pattern WEB = Pattern.compile("(?i)https?://[^\\s/?#]+.*", Pattern.DOTALL);
    private static final Pattern OTHER = Pattern.compile("(?i)(mailto:|tel:|#).*", Pattern.DOTALL);

    private UrlAttributes() {}

    static boolean isUrl(String attribute) {
        return NAMES.contains(attribute.toLowerCase(Locale.ROOT));
    }

    /** Whether it begins as an absolute address on the web. */
    static boolean isWeb(String address) {
        return WEB.matcher(address).matches();
    }

    /** Whether a mail may hold that fixed address. */
    static boolean isAllowed(String address) {
        String text = address.strip();
        return text.isEmpty() || isWeb(text) || OTHER.matcher(text).matches();
    }
}
