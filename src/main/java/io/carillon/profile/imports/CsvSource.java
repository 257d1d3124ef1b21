package io.carillon.profile.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rows of a spooled file, in portions of bounded size. One thread. */
final class CsvSource implements Closeable {
    private static final int MOST_ROWS = 2_000;
    private static final int MOST_CHARACTERS = 4_000_000;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int[] MARK_OF_UTF8 = {0xef, 0xbb, 0xbf};

    private final CsvReader<CsvRecord> csv;
    private final CloseableIterator<CsvRecord> rows;
    private long line = 1;

    private final Path file;
    private final Charset charset;

    private CsvSource(Path file, Charset charset, Reader reader, char separator) {
        this.file = file;
        this.charset = charset;
        this.csv = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(reader);
        this.rows = csv.iterator();
    }

    static CsvSource open(Path file, Charset charset, char separator) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            Reader reader = new InputStreamReader(
                    withoutMark(in),
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
            return new CsvSource(file, charset, new StructureGuard(reader, separator, charset), separator);
        } catch (IOException unreadable) {
            in.close();
            throw unreadable;
        }
    }

    /** The header row. */
    CsvRecord header() throws MalformedFile {
        List<CsvRecord> first = next(1);
        if (first.isEmpty()) {
            throw new MalformedFile(FileFault.EMPTY, 0, "");
        }
        return first.get(0);
    }

    /** The next rows; empty at the end. */
    List<CsvRecord> next() throws MalformedFile {
        return next(MOST_ROWS);
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private List<CsvRecord> next(int most) throws MalformedFile {
        List<CsvRecord> portion = new ArrayList<>();
        long characters = 0;
        try {
            while (portion.size() < most && characters < MOST_CHARACTERS && rows.hasNext()) {
                CsvRecord row = rows.next();
                line = row.getStartingLineNumber();
                for (int i = 0; i < row.getFieldCount(); i++) {
                    characters += row.getField(i).length();
                }
                portion.add(row);
            }
            return portion;
        } catch (UncheckedIOException broken) {
            if (broken.getCause() instanceof MalformedFile malformed) {
                throw placed(malformed);
            }
            throw broken;
        } catch (CsvParseException broken) {
            if (broken.getCause() instanceof MalformedFile malformed) {
                throw placed(malformed);
            }
            throw new MalformedFile(FileFault.STRAY_QUOTE, line + 1, "");
        }
    }

    /** With the place of the byte, which the guard behind a decoder's buffer cannot know. */
    private MalformedFile placed(MalformedFile malformed) {
        if (malformed.fault() != FileFault.NOT_UTF8 && malformed.fault() != FileFault.NOT_GB18030) {
            return malformed;
        }
        try {
            return StrayByte.of(file, charset)
                    .map(stray -> new MalformedFile(malformed.fault(), stray.line(), String.valueOf(stray.at())))
                    .orElse(malformed);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The received file cannot be read a second time", unreadable);
        }
    }

    private static InputStream withoutMark(InputStream file) throws IOException {
        PushbackInputStream in = new PushbackInputStream(file, BUFFER_BYTES);
        byte[] start = in.readNBytes(MARK_OF_UTF8.length);
        boolean hasMark = start.length == MARK_OF_UTF8.length;
        for (int i = 0; hasMark && i < start.length; i++) {
            hasMark = (start[i] & 0xff) == MARK_OF_UTF8[i];
        }
        if (!hasMark) {
            in.unread(start);
        }
        return in;
    }
}
