package io.carillon.profile.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a file stops being of an encoding. Asked only of a file that is refused for it: it reads the file once more, from its
 * beginning, because whoever decodes by the buffer cannot tell where in the buffer the byte stood.
 *
 * @param line as an editor counts them
 * @param at the byte's number in the file, from 1
 */
record StrayByte(long line, long at) {
    private static final int BUFFER = 64 * 1024;

    /**
     * The byte to look at in a file that is not of that encoding. A file of neither encoding is told by the one that it is of for
     * longer: a UTF-8 file with one stray byte in line 500 breaks as GB18030 at its first Chinese word.
     */
    static Optional<StrayByte> of(Path file, Charset charset) throws IOException {
        Optional<StrayByte> own = first(file, charset);
        Optional<StrayByte> other =
                charset.equals(EncodingProbe.GB18030) ? first(file, StandardCharsets.UTF_8) : Optional.empty();
        return Stream.of(own, other).flatMap(Optional::stream).max(Comparator.comparingLong(StrayByte::at));
    }

    private static Optional<StrayByte> first(Path file, Charset charset) throws IOException {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        CharBuffer characters = CharBuffer.allocate(BUFFER);
        Lines lines = new Lines();
        long before = 0;
        try (InputStream in = Files.newInputStream(file)) {
            boolean isEnd;
            do {
                int count = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
                isEnd = bytes.position() + count < bytes.limit();
                bytes.limit(bytes.position() + count).position(0);
                CoderResult result;
                do {
                    result = decoder.decode(bytes, characters.clear(), isEnd);
                    lines.count(characters.flip());
                } while (result.isOverflow());
                before += bytes.position();
                if (result.isError()) {
                    return Optional.of(new StrayByte(lines.line, before + 1));
                }
                bytes.compact();
            } while (!isEnd);
        }
        return Optional.empty();
    }

    /** Counts lines that end in any of the three ways. */
    private static final class Lines {
        private long line = 1;
        private boolean wasReturn;

        void count(CharBuffer characters) {
            while (characters.hasRemaining()) {
                char c = characters.get();
                if (c == '\r' || c == '\n' && !wasReturn) {
                    line++;
                }
                wasReturn = c == '\r';
            }
        }
    }
}
