package io.carillon.profile;

import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What can be wrong with a person's data, in an import or a request: the one catalogue. Texts and hints in Chinese and
 * English stand in {@code data_faults*.properties}; the ids are part of the API and the database.
 */
public enum DataFault {
    // A whole row.
    MISSING_EXTERNAL_ID,
    INVALID_EXTERNAL_ID,
    CELL_COUNT,
    TEST_ACCOUNT,
    // One cell.
    FORMULA,
    CONTROL_CHARACTER,
    TOO_LONG,
    INVALID_PHONE,
    PHONE_WITHOUT_TEXTS,
    PLACEHOLDER_PHONE,
    INVALID_EMAIL,
    INVALID_TOKEN,
    INVALID_OPENID,
    INVALID_LOCALE,
    INVALID_TIME_ZONE,
    INVALID_BIRTHDAY,
    INVALID_GENDER,
    INVALID_TAG,
    TOO_MANY_TAGS,
    INVALID_CONSENT,
    CONSENT_IN_FUTURE,
    CONSENT_TAKEN_AS_NO,
    NUMBER_AS_TEXT,
    DATE_AS_TEXT,
    // What the row met in the file or in the database.
    REPEATED_ID,
    SHARED_ADDRESS,
    CONSENT_WITHDRAWN_SINCE,
    ERASED;

    /** The name in REST and the database, such as {@code invalid_phone}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The fault of that id.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static DataFault of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** One sentence for people. */
    public String text(Locale language) {
        return bundle(language).getString(id());
    }

    /** What to do about it. */
    public String hint(Locale language) {
        return bundle(language).getString(id() + ".hint");
    }

    /** What to do about it where it came by itself and not in a file that is imported. */
    public String hintAlone(Locale language) {
        ResourceBundle bundle = bundle(language);
        return bundle.containsKey(id() + ".alone") ? bundle.getString(id() + ".alone") : hint(language);
    }

    private static ResourceBundle bundle(Locale language) {
        return ResourceBundle.getBundle(
                "data_faults",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
