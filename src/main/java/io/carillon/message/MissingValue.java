package io.carillon.message;

/** A text cannot be filled in; without a stack trace, because among many people it is common. */
final class MissingValue extends Exception {
    private static final long serialVersionUID = 1L;
    private final String variable;

    MissingValue(String variable) {
        super("No usable value of " + variable, null, false, false);
        this.variable = variable;
    }

    String variable() {
        return variable;
    }
}
