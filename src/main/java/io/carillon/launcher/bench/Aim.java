package io.carillon.launcher.bench;

/**
 * What a figure is held against; it is printed and decides nothing.
 *
 * @param kind whether more or less is better
 * @param bound in the figure's own unit
 */
record Aim(Kind kind, double bound) {
    /** No aim: the figure is told for its own sake. */
    static final Aim NONE = new Aim(Kind.NONE, 0);

    enum Kind {
        AT_LEAST,
        AT_MOST,
        NONE
    }

    static Aim atLeast(double bound) {
        return new Aim(Kind.AT_LEAST, bound);
    }

    static Aim atMost(double bound) {
        return new Aim(Kind.AT_MOST, bound);
    }

    boolean isMetBy(double figure) {
        return switch (kind) {
            case AT_LEAST -> figure >= bound;
            case AT_MOST -> figure <= bound;
            case NONE -> true;
        };
    }

    /** As it stands in the table, empty for none. */
    String text() {
        return switch (kind) {
            case AT_LEAST -> "≥ " + Line.number(bound);
            case AT_MOST -> "≤ " + Line.number(bound);
            case NONE -> "";
        };
    }
}
