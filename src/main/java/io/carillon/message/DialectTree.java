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
        List<Mistake> mistakes) {}
