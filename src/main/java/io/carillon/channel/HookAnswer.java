package io.carillon.channel;

import java.util.List;

/**
 * What a vendor is answered, and what it reported. Reports are stored before the answer goes out.
 *
 * @param status 2xx, 400 for what cannot be read, 403 for what is not signed as it must be
 */
public record HookAnswer(int status, String contentType, String body, List<VendorReport> reports) {

    /** Taken; the body is what this vendor expects to read. */
    public static HookAnswer ok(String contentType, String body, List<VendorReport> reports) {
        return new HookAnswer(200, contentType, body, List.copyOf(reports));
    }

    /** The signature, secret path or token does not hold. Nothing is stored. */
    public static HookAnswer forged(String whatToCheck) {
        return new HookAnswer(403, "text/plain;charset=UTF-8", whatToCheck, List.of());
    }

    /** The body cannot be read. Nothing is stored. */
    public static HookAnswer malformed(String whatToFix) {
        return new HookAnswer(400, "text/plain;charset=UTF-8", whatToFix, List.of());
    }
}
