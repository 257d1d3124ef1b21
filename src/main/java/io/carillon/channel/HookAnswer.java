package io.carillon.channel;

import java.util.List;

/**
 * What a vendor is answered, and what it reported. Reports are stored before the answer goes out.
 *
 * @param contentType empty for what is refused, which every vendor is told in the same way
 * @param body for what is refused, what to check or to fix
 * @param status 2xx, 400 for what cannot be read, 403 for what is not signed as it must be
 */
public record HookAnswer(int status, String contentType, String body, List<VendorReport> reports) {

    /** Taken; the body is what this vendor expects to read. */
    public static HookAnswer ok(String contentType, String body, List<VendorReport> reports) {
        return new HookAnswer(200, contentType, body, List.copyOf(reports));
    }

    public boolean isRefused() {
        return status >= 400;
    }

    /** The signature, secret path or token does not hold. Nothing is stored. */
    public static HookAnswer forged(String whatToCheck) {
        return new HookAnswer(403, "", whatToCheck, List.of());
    }

    /** The body cannot be read. Nothing is stored. */
    public static HookAnswer malformed(String whatToFix) {
        return new HookAnswer(400, "", whatToFix, List.of());
    }
}
