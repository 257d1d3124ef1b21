package io.carillon.profile.imports;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Why a whole file is not imported. Texts in Chinese and English stand in {@code file_faults*.properties}. */
enum FileFault {
    EMPTY,
    NOT_UTF8,
    NOT_GB18030,
    NUL,
    LINE_TOO_LONG,
    UNCLOSED_QUOTE,
    STRAY_QUOTE,
    DUPLICATE_HEADER,
    OTHER_SEPARATOR,
    MISSING_EXTERNAL_ID_COLUMN,
    TOO_MANY_COLUMNS,
    TOO_MANY_CELLS,
    UNKNOWN_MAPPING,
    SCOPE_NEEDED,
    FILE_GONE,
    BROKEN_OFF;

    /** The name in the database. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FileFault of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** What is wrong, where, and what to fix. */
    String text(Locale language, long line, String detail) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                "file_faults",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(bundle.getString(id()), Locale.ROOT)
                .format(new Object[] {String.valueOf(line), detail});
    }
}
