package io.carillon.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The stable short hash that names a form. */
final class FormId {
    // 64 bits: an installation has thousands of forms, not thousands of millions.
    private static final int BYTES = 8;

    private FormId() {}

    static String of(Form form) {
        StringBuilder all = new StringBuilder();
        put(all, form.channel());
        put(all, form.locale());
        form.fields().forEach((name, source) -> {
            put(all, name);
            put(all, source);
        });
        form.bindings().forEach((account, binding) -> {
            put(all, account);
            put(all, binding.signature());
            put(all, binding.template());
            put(all, binding.page());
            new TreeMap<>(binding.params()).forEach((name, source) -> {
                put(all, name);
                put(all, source);
            });
        });
        return HexFormat.of().formatHex(sha256(all.toString()), 0, BYTES);
    }

    // Lengths first, so that no two forms make the same text.
    private static void put(StringBuilder all, @Nullable String part) {
        all.append(part == null ? -1 : part.length()).append(':').append(part).append(';');
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }
}
