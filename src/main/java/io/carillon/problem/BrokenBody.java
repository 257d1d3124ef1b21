package io.carillon.problem;

import java.io.IOException;

/** A body ended before its end, or is not written as HTTP has it: whoever sent it is gone, or garbles. */
final class BrokenBody extends IOException {
    private static final long serialVersionUID = 1;

    BrokenBody(IOException cause) {
        super("The body of the request broke off", cause);
    }
}
