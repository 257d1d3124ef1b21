package io.carillon.campaign;

import org.jspecify.annotations.Nullable;

/** The text is not readable as YAML or JSON at all; becomes one finding. */
final class SourceFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String place;
    private final String code;
    private final @Nullable Integer line;
    private final String detail;

    /**
     * @param code the key of its sentence
     * @param line from 1, where it is known
     * @param detail what the sentence fills in
     */
    SourceFault(String place, String code, @Nullable Integer line, String detail) {
        super(code, null, false, false);
        this.place = place;
        this.code = code;
        this.line = line;
        this.detail = detail;
    }

    String place() {
        return place;
    }

    String code() {
        return code;
    }

    @Nullable
    Integer line() {
        return line;
    }

    String detail() {
        return detail;
    }
}
