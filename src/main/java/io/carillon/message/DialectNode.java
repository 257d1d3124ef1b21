package io.carillon.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a text in the dialect, read. */
sealed interface DialectNode {

    /** Text as it stands. */
    record Text(String text) implements DialectNode {}

    /**
     * A variable's value.
     *
     * @param piece which piece of the text it came from
     * @param builtIns applied in order
     * @param fallback stands there where the variable has no value
     */
    record Insert(
            int piece,
            Path path,
            List<String> builtIns,
            @Nullable String fallback) implements DialectNode {}

    /** The first branch whose condition holds; the last may have none. */
    record Choice(List<Branch> branches) implements DialectNode {}

    /** A part for each item of a list. */
    record Loop(Path list, String item, List<DialectNode> body) implements DialectNode {}

    /** One branch of a choice. */
    record Branch(@Nullable Condition condition, List<DialectNode> body) {}

    /**
     * Holds when there is a value, or when it is (or is not) that text.
     *
     * @param operator {@code ??}, {@code ==} or {@code !=}
     * @param literal null for {@code ??}
     */
    record Condition(Path path, String operator, @Nullable String literal) {}

    /**
     * The way to a value.
     *
     * @param names such as {@code traits}, {@code level}
     * @param isOfItem whether the first name is that of a list's item
     */
    record Path(List<String> names, boolean isOfItem) {

        /** With dots between. */
        String dotted() {
            return String.join(".", names);
        }
    }
}
