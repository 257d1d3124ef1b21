package io.carillon.segment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a trait is compared. {@code ne} and {@code notIn} are the exact opposites of {@code eq} and {@code in}: they find
 * people without the trait too. */
enum Operator {
    EQ("eq", "="),
    NE("ne", "="),
    IN("in", "="),
    NOT_IN("notIn", "="),
    GT("gt", ">"),
    GTE("gte", ">="),
    LT("lt", "<"),
    LTE("lte", "<="),
    EXISTS("exists", ""),
    STARTS_WITH("startsWith", ""),
    CONTAINS("contains", "");

    private final String id;
    private final String sign;

    Operator(String id, String sign) {
        this.id = id;
        this.sign = sign;
    }

    /** The name in a rule. */
    String id() {
        return id;
    }

    /** The sign in SQL, where it has one. */
    String sign() {
        return sign;
    }

    boolean isNegated() {
        return this == NE || this == NOT_IN;
    }

    boolean takesList() {
        return this == IN || this == NOT_IN;
    }

    boolean isOrdering() {
        return this == GT || this == GTE || this == LT || this == LTE;
    }

    boolean isTextual() {
        return this == STARTS_WITH || this == CONTAINS;
    }

    static Optional<Operator> of(String id) {
        return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst();
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Operator::id).toList();
    }
}
