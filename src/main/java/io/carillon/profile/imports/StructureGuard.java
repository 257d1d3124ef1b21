package io.carillon.profile.imports;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Watches the characters of a CSV file go by and stops at the first that breaks its structure: NUL, bytes that are not of
 * the encoding, a row over 1 MB or of very many cells, text after a closing quote, a quote that is never closed. Names the line, which the parser
 * behind it could not in all these cases, and keeps a quote left open from swallowing the rest of the file into memory.
 * One thread.
 */
final class StructureGuard extends FilterReader {
    private static final int LONGEST_ROW_BYTES = 1_000_000;
    /** Far more than a header may have; the parser takes no more than 16,384. */
    private static final int MOST_CELLS = 10_000;

    private enum At {
        CELL_START,
        PLAIN,
        QUOTED,
        AFTER_QUOTE
    }

    private final char separator;
    private final FileFault codingFault;
    private At at = At.CELL_START;
    private long line = 1;
    private long rowLine = 1;
    private long quoteLine = 1;
    private int rowBytes;
    private int separators;
    private boolean wasReturn;

    StructureGuard(Reader in, char separator, Charset charset) {
        super(in);
        this.separator = separator;
        this.codingFault = StandardCharsets.UTF_8.equals(charset) ? FileFault.NOT_UTF8 : FileFault.NOT_GB18030;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count;
        try {
            count = super.read(buffer, offset, length);
        } catch (CharacterCodingException notThisEncoding) {
            throw new MalformedFile(codingFault, line, "");
        }
        if (count < 0 && at == At.QUOTED) {
            throw new MalformedFile(FileFault.UNCLOSED_QUOTE, quoteLine, "");
        }
        for (int i = offset; i < offset + count; i++) {
            if (!look(buffer[i])) {
                throw tooLong(buffer, i, offset + count);
            }
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** False when the row is too long with this character. */
    private boolean look(char c) throws MalformedFile {
        if (c == 0) {
            throw new MalformedFile(FileFault.NUL, line, "");
        }
        rowBytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        if (rowBytes > LONGEST_ROW_BYTES) {
            return false;
        }
        boolean isLineEnd = c == '\n' || c == '\r';
        if (isLineEnd && !(c == '\n' && wasReturn)) {
            line++;
        }
        wasReturn = c == '\r';
        step(c, isLineEnd);
        return true;
    }

    /** Whether the quoted cell it stopped in ends somewhere is seen by skimming the rest, of which nothing is kept. */
    private MalformedFile tooLong(char[] buffer, int from, int end) throws IOException {
        MalformedFile tooLong = new MalformedFile(FileFault.LINE_TOO_LONG, rowLine, "");
        if (at != At.QUOTED) {
            return tooLong;
        }
        boolean isAfterQuote = false;
        int start = from;
        for (int count = end; count >= 0; count = skim(buffer)) {
            for (int i = start; i < count; i++) {
                char c = buffer[i];
                if (isAfterQuote && c != '"') {
                    boolean isClosed = c == separator || c == '\n' || c == '\r';
                    return isClosed ? tooLong : new MalformedFile(FileFault.UNCLOSED_QUOTE, quoteLine, "");
                }
                isAfterQuote = c == '"' && !isAfterQuote;
            }
            start = 0;
        }
        return isAfterQuote ? tooLong : new MalformedFile(FileFault.UNCLOSED_QUOTE, quoteLine, "");
    }

    private int skim(char[] buffer) throws IOException {
        try {
            return super.read(buffer, 0, buffer.length);
        } catch (CharacterCodingException notThisEncoding) {
            // what broke first is told
            return -1;
        }
    }

    private void step(char c, boolean isLineEnd) throws MalformedFile {
        if (at == At.QUOTED) {
            at = c == '"' ? At.AFTER_QUOTE : At.QUOTED;
        } else if (c == separator) {
            at = At.CELL_START;
            if (++separators >= MOST_CELLS) {
                throw new MalformedFile(FileFault.TOO_MANY_CELLS, rowLine, String.valueOf(MOST_CELLS));
            }
        } else if (isLineEnd) {
            at = At.CELL_START;
            rowLine = line;
            rowBytes = 0;
            separators = 0;
        } else if (at == At.AFTER_QUOTE) {
            if (c != '"') {
                throw new MalformedFile(FileFault.STRAY_QUOTE, rowLine, "");
            }
            at = At.QUOTED;
        } else if (at == At.CELL_START && c == '"') {
            at = At.QUOTED;
            quoteLine = line;
        } else {
            at = At.PLAIN;
        }
    }
}
