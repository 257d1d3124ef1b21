package io.carillon.profile;

import io.carillon.channel.AddressKind;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Brings every address into its one spelling, so that the same address always has the same hash. What it makes is part of
 * the database's format: a change of it is a new {@link #VERSION}. Stateless, thread-safe.
 */
public final class AddressNormaliser {

    /** Stored beside each address; since 2 the case of a mailbox does not count in its hash. */
    public static final short VERSION = 2;

    /** The region for phones without a country code, where nothing else is said. */
    public static final String DEFAULT_REGION = "CN";

    // RFC 5321 4.5.3.1: 64 octets before the @, 254 for the whole path without its brackets.
    private static final int LONGEST_MAILBOX = 254;
    private static final Pattern LOCAL_PART =
            Pattern.compile("(?=.{1,64}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+(?:xn--[a-z0-9-]{1,59}|[a-z](?:[a-z0-9-]{0,61}[a-z0-9]))");
    // FCM says nothing of the length of its tokens; today's have 142 to 200 characters of this alphabet.
    private static final Pattern DEVICE_TOKEN = Pattern.compile("[A-Za-z0-9:_.\\-]{8,4096}");
    private static final Pattern OPENID = Pattern.compile("[A-Za-z0-9_-]{6,64}");

    private AddressNormaliser() {}

    /** The one spelling of an address of this kind; {@code region} is for phones without a country code. */
    public static Normalisation normalise(AddressKind kind, String raw, String region) {
        // NFKC folds full-width digits, letters and signs, which Chinese keyboards put into forms.
        String text = Normalizer.normalize(raw, Normalizer.Form.NFKC).strip();
        return switch (kind) {
            case PHONE -> PhoneNumbers.read(text, region);
            case MAILBOX -> mailbox(text);
            case DEVICE_TOKEN -> matching(DEVICE_TOKEN, text, DataFault.INVALID_TOKEN);
            case OPENID -> matching(OPENID, text, DataFault.INVALID_OPENID);
        };
    }

    /** Whether this is a region (ISO 3166, two capital letters) that phones can be read for. */
    public static boolean isRegion(String region) {
        return PhoneNumbers.isRegion(region);
    }

    private static Normalisation mailbox(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || text.length() > LONGEST_MAILBOX) {
            return new Normalisation.Bad(DataFault.INVALID_EMAIL);
        }
        String local = text.substring(0, at);
        String domain = ascii(text.substring(at + 1)).toLowerCase(Locale.ROOT);
        boolean isMailbox = LOCAL_PART.matcher(local).matches()
                && DOMAIN.matcher(domain).matches()
                && local.length() + domain.length() < LONGEST_MAILBOX;
        // The part before the @ keeps its case, see AddressHash.
        return isMailbox
                ? new Normalisation.Good(local + "@" + domain, null, null)
                : new Normalisation.Bad(DataFault.INVALID_EMAIL);
    }

    private static String ascii(String domain) {
        try {
            return IDN.toASCII(domain);
        } catch (IllegalArgumentException notADomain) {
            return "";
        }
    }

    private static Normalisation matching(Pattern pattern, String text, DataFault fault) {
        return pattern.matcher(text).matches()
                ? new Normalisation.Good(text, null, null)
                : new Normalisation.Bad(fault);
    }
}
