package io.carillon.profile;

import io.carillon.vault.Vault;
import java.text.Normalizer;
import java.util.Optional;

/** The shop's own id of a person: it alone decides who is who. */
public final class ExternalId {

    /** The most characters of an id. */
    public static final int LONGEST = 128;

    /** The kind under which an id is hashed and suppressed. */
    public static final String HASH_KIND = "person";

    private ExternalId() {}

    /** The id without blanks around it, in Unicode's composed form; empty where it is blank, too long or has control characters. */
    public static Optional<String> normalise(String raw) {
        String id = Normalizer.normalize(raw, Normalizer.Form.NFC).strip();
        boolean isId = !id.isEmpty()
                && id.length() <= LONGEST
                && id.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        return isId ? Optional.of(id) : Optional.empty();
    }

    /** The hash by which a person is suppressed, even after the profile is gone. */
    public static byte[] hash(Vault vault, String normalised) {
        return vault.hash(HASH_KIND, "", normalised);
    }
}
