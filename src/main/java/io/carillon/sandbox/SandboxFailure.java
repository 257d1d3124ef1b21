package io.carillon.sandbox;

/** The sandbox cannot start or go on; the message says what was tried and what to do. */
public final class SandboxFailure extends RuntimeException {

    /** With a cause where there is one worth reading. */
    public SandboxFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
