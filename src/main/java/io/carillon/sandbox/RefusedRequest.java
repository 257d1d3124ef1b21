package io.carillon.sandbox;

/** A request to the sandbox itself (not to a vendor it plays) that cannot be taken; answered as problem+json. */
final class RefusedRequest extends RuntimeException {
    private final int status;

    RefusedRequest(int status, String whatToFix) {
        super(whatToFix, null, false, false);
        this.status = status;
    }

    /** 400 with a sentence that says what to fix. */
    static RefusedRequest bad(String whatToFix) {
        return new RefusedRequest(400, whatToFix);
    }

    int status() {
        return status;
    }
}
