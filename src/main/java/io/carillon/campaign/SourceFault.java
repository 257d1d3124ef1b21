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

    /** The parser stopped here, counted from 1; what it says of it is English and is kept back. */
    static SourceFault unreadable(String code, @Nullable Integer line, @Nullable Integer column) {
        String at = line == null ? "?" : column == null ? line.toString() : line + ":" + column;
        return new SourceFault("", code, line, at);
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
