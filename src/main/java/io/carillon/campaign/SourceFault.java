package io.carillon.campaign;

import org.jspecify.annotations.Nullable;

/** The text is not readable as YAML or JSON at all; becomes one finding. */
final class SourceFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String place;
    private final String code;
    private final @Nullable Integer line;
    private final String detail;
    private final String why;

    /**
     * @param code the key of its sentence
     * @param line from 1, where it is known
     * @param detail what the sentence fills in
     */
    SourceFault(String place, String code, @Nullable Integer line, String detail) {
        this(place, code, line, detail, "");
    }

    private SourceFault(String place, String code, @Nullable Integer line, String detail, String why) {
        super(code, null, false, false);
        this.place = place;
        this.code = code;
        this.line = line;
        this.detail = detail;
        this.why = why;
    }

    /** The parser stopped here, counted from 1; what it says of it is English and is kept back. */
    static SourceFault unreadable(String code, @Nullable Integer line, @Nullable Integer column) {
        return unreadable(code, line, column, "");
    }

    /**
     * The same with a reason of ours.
     *
     * @param why the key of its sentence; empty where there is none
     */
    static SourceFault unreadable(String code, @Nullable Integer line, @Nullable Integer column, String why) {
        String at = line == null ? "?" : column == null ? line.toString() : line + ":" + column;
        return new SourceFault("", code, line, at, why);
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

    /** The key of a sentence that says why; empty where nobody knows. */
    String why() {
        return why;
    }
}
