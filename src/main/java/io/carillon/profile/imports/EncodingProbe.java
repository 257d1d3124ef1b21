package io.carillon.profile.imports;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Tells the encoding of a file while its bytes go by: what is UTF-8 to its last byte is UTF-8, anything else is taken for
 * GB18030. One thread; a few kilobytes.
 */
final class EncodingProbe {
    static final Charset GB18030 = Charset.forName("GB18030");

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer scrap = CharBuffer.allocate(8192);
    // A character may begin in one piece and end in the next.
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private boolean isUtf8 = true;
    private int first;
    private int second;
    private long seen;

    void look(byte[] bytes, int length) {
        if (seen == 0 && length > 0) {
            first = bytes[0] & 0xff;
            second = length > 1 ? bytes[1] & 0xff : 0;
        }
        seen += length;
        if (!isUtf8) {
            return;
        }
        ByteBuffer in = ByteBuffer.allocate(rest.remaining() + length);
        in.put(rest).put(bytes, 0, length).flip();
        decode(in, false);
        rest = in;
    }

    /** Whether it begins with the mark of UTF-16, which is not taken. */
    boolean isUtf16() {
        return (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff);
    }

    /** The encoding, after the last byte. */
    Charset charset() {
        if (isUtf8) {
            decode(rest, true);
        }
        return isUtf8 ? StandardCharsets.UTF_8 : GB18030;
    }

    private void decode(ByteBuffer in, boolean isEnd) {
        CoderResult result;
        do {
            scrap.clear();
            result = decoder.decode(in, scrap, isEnd);
        } while (result.isOverflow());
        isUtf8 = !result.isError();
    }
}
