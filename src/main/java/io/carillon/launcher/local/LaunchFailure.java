package io.carillon.launcher.local;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Something the user has to mend. The message is a whole sentence that says what was found and what to do. */
public final class LaunchFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public LaunchFailure(String sentence) {
        this(sentence, null);
    }

    public LaunchFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
