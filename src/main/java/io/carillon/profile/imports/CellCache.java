package io.carillon.profile.imports;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What cells of a file were read as. Columns such as city, birthday or consent say the same in thousands of rows, and reading a cell
 * costs many times what finding it does. Bounded: of a column that says something new in each row only the first are kept. Thread-safe.
 */
final class CellCache<T> {
    private static final int MOST = 20_000;
    private static final int LONGEST = 64;

    private final Map<Key, T> known = new ConcurrentHashMap<>();

    /**
     * The cell as {@code read} makes it.
     *
     * @param read gives the same for the same cell of a column, whenever it is asked
     */
    T get(ImportColumn column, String cell, Function<String, T> read) {
        Key key = new Key(column, cell);
        T found = known.get(key);
        if (found != null) {
            return found;
        }
        T made = read.apply(cell);
        if (cell.length() <= LONGEST && known.size() < MOST) {
            known.put(key, made);
        }
        return made;
    }

    private record Key(ImportColumn column, String cell) {}
}
