package io.carillon.profile;

import java.text.Normalizer;
import java.util.Optional;

/** What a tag may be called: 1 to 64 characters on one line, without the signs that separate tags. */
public final class TagNames {

    /** The most characters of a tag. */
    public static final int LONGEST = 64;

    private TagNames() {}

    /** The tag in its one spelling; empty where it is none. */
    public static Optional<String> normalise(String raw) {
        String tag = Normalizer.normalize(raw, Normalizer.Form.NFC).strip();
        boolean isTag = !tag.isEmpty()
                && tag.length() <= LONGEST
                && tag.codePoints()
                        .noneMatch(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.SURROGATE
                                || ",;|，；、".indexOf(c) >= 0);
        return isTag ? Optional.of(tag) : Optional.empty();
    }
}
