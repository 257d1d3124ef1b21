package io.carillon.message;

import java.util.List;
import java.util.SortedSet;

/**
 * A text in the dialect, read.
 *
 * @param pieces the whole text without gaps
 * @param variables every variable used, dotted; items of lists are not among them
 */
record DialectTree(
        String source,
        List<Piece> pieces,
        List<DialectNode> nodes,
        SortedSet<String> variables,
        List<Mistake> mistakes) {

    /** Whether nothing may be left of it for somebody who has every value that it needs: all of it stands in branches or loops. */
    boolean mayBeEmpty() {
        return mayBeEmpty(nodes);
    }

    private static boolean mayBeEmpty(List<DialectNode> nodes) {
        return nodes.stream().allMatch(DialectTree::mayBeEmpty);
    }

    private static boolean mayBeEmpty(DialectNode node) {
        if (node instanceof DialectNode.Text text) {
            return text.text().isBlank();
        } else if (node instanceof DialectNode.Insert insert) {
            return insert.fallback() != null && insert.fallback().isBlank();
        } else if (node instanceof DialectNode.Choice choice) {
            boolean hasElse = choice.branches().stream().anyMatch(branch -> branch.condition() == null);
            return !hasElse || choice.branches().stream().anyMatch(branch -> mayBeEmpty(branch.body()));
        }
        // A list may have no items.
        return true;
    }
}
