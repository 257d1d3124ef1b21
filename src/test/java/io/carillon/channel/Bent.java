package io.carillon.channel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Callbacks as a stranger would bend them: bytes changed, cut, doubled, and pieces of other formats put in. */
public final class Bent {
    private static final List<String> PIECES = List.of(
            "\0",
            "\r\n",
            "&",
            "=",
            "%",
            "%00",
            "%zz",
            "+",
            "<",
            ">",
            "</xml>",
            "<![CDATA[",
            "]]>",
            "&x;",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\u0000",
            "\\ud800",
            "null",
            "true",
            "-1",
            "1e999",
            "99999999999999999999",
            "delivered",
            "STOP",
            "7-1-1",
            "\u00ff",
            "😀",
            "--b",
            "Status: ",
            "@",
            ".",
            "0001-01-01T00:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z");

    private Bent() {}

    /** The bytes with one to four places changed. */
    public static Arbitrary<byte[]> bodies(byte[] genuine) {
        return Arbitraries.randomValue(random -> bent(genuine, random));
    }

    /** The text with one to four places changed. */
    public static Arbitrary<String> texts(String genuine) {
        return bodies(genuine.getBytes(StandardCharsets.UTF_8))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(text -> !text.equals(genuine));
    }

    /** Bytes that never were a callback. */
    public static Arbitrary<byte[]> garbage() {
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(200),
                Arbitraries.of(PIECES)
                        .list()
                        .ofMaxSize(20)
                        .map(parts -> String.join("", parts).getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] bent(byte[] genuine, Random random) {
        byte[] bytes = genuine.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, at + 1 + random.nextInt(9));
            bytes = switch (random.nextInt(4)) {
                case 0 ->
                    joined(bytes, at, PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8), at);
                case 1 -> joined(bytes, at, new byte[0], to);
                case 2 -> joined(bytes, at, Arrays.copyOfRange(bytes, 0, random.nextInt(bytes.length + 1)), at);
                default -> joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, Math.min(bytes.length, at + 1));
            };
        }
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int end, byte[] between, int from) {
        byte[] all = new byte[end + between.length + bytes.length - from];
        System.arraycopy(bytes, 0, all, 0, end);
        System.arraycopy(between, 0, all, end, between.length);
        System.arraycopy(bytes, from, all, end + between.length, bytes.length - from);
        return all;
    }
}
