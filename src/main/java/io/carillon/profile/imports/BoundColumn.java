package io.carillon.profile.imports;

/**
 * A column of this file that is imported.
 *
 * @param index where it stands in a row, from 0
 * @param header as the file names it
 * @param ordinal 1, or the number behind {@code _2}, {@code _3}
 * @param trait the trait's name; empty for all but traits
 */
record BoundColumn(int index, String header, ImportColumn column, int ordinal, String trait) {

    /** What must not stand in one file twice. */
    String key() {
        return column.id() + '#' + ordinal + '#' + trait;
    }
}
