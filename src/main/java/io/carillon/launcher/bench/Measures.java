package io.carillon.launcher.bench;

import java.util.List;

/** Everything that is measured, in its order. */
final class Measures {
    private Measures() {}

    static List<Measure> all() {
        return List.of(new EmailSpeed());
    }
}
