package io.carillon.problem;

import jakarta.ws.rs.core.MediaType;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/**
 * Bodies as text: in UTF-8, or in what the Content-Type names. Bytes that are none are refused, with their line; replaced by question marks
 * they would go to customers.
 */
public final class StrictText {
    private StrictText() {}

    /**
     * The text of a body; empty for none.
     *
     * @param contentType as the request has it
     */
    public static String of(byte @Nullable [] body, @Nullable String contentType) {
        return body == null ? "" : text(body, charset(contentType));
    }

    private static String text(byte[] bytes, Charset charset) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(
                (int) Math.ceil(bytes.length * (double) charset.newDecoder().maxCharsPerByte()) + 1);
        CoderResult result = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        out.flip();
        if (result.isError()) {
            int line = 1 + (int) out.chars().filter(c -> c == '\n').count();
            throw Problem.invalid(Finding.error(
                            "",
                            "not_in_charset",
                            null,
                            charset.name(),
                            Texts.here("text.charset", charset.name(), line))
                    .atLine(line));
        }
        return out.toString();
    }

    private static Charset charset(@Nullable String contentType) {
        String name = contentType == null
                ? null
                : MediaType.valueOf(contentType).getParameters().get(MediaType.CHARSET_PARAMETER);
        if (name == null) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            String shown = ShownKey.of(name);
            throw Problem.invalid(
                    Finding.error("", "unknown_charset", shown, "UTF-8", Texts.here("text.unknown_charset", shown)));
        }
    }
}
