package io.carillon.profile.imports;

import java.io.IOException;

/** The file cannot be imported as a whole. An {@link IOException}, because most are found while characters are read. */
final class MalformedFile extends IOException {
    private static final long serialVersionUID = 1L;
    private final FileFault fault;
    private final long line;
    private final String detail;

    /**
     * A fault with its place.
     *
     * @param line the line where what is wrong begins; 0 where it is nowhere in particular
     * @param detail names of columns or options, the number of a byte; never a cell
     */
    MalformedFile(FileFault fault, long line, String detail) {
        super(fault.id() + " in line " + line);
        this.fault = fault;
        this.line = line;
        this.detail = detail;
    }

    FileFault fault() {
        return fault;
    }

    long line() {
        return line;
    }

    String detail() {
        return detail;
    }
}
