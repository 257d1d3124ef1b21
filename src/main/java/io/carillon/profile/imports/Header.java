package io.carillon.profile.imports;

import io.carillon.problem.ShownValue;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first row of a file, understood.
 *
 * @param columns those that are imported
 * @param ignored names of those that are not
 * @param width how many cells a row has
 */
record Header(List<BoundColumn> columns, List<String> ignored, int width) {
    private static final int MOST_COLUMNS = 500;
    private static final Map<String, String> SEPARATORS = Map.of(",", "comma", ";", "semicolon", "\t", "tab");
    private static final Pattern NUMBERED = Pattern.compile("(.+)_([2-9])");
    private static final Pattern TRAIT = Pattern.compile("(?i:trait_)([\\p{L}\\p{N}_.-]{1,64})");

    /**
     * Understands the header.
     *
     * @param mapping the file's own names to ours
     */
    static Header of(List<String> cells, long line, Map<String, String> mapping) throws MalformedFile {
        if (cells.size() > MOST_COLUMNS) {
            throw new MalformedFile(FileFault.TOO_MANY_COLUMNS, line, String.valueOf(MOST_COLUMNS));
        }
        Map<String, String> ours = new HashMap<>();
        Map<String, String> unused = new TreeMap<>();
        mapping.forEach((theirs, name) -> {
            ours.put(fold(theirs), name);
            unused.put(fold(theirs), theirs);
        });
        List<BoundColumn> columns = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            String header = cells.get(i).strip();
            Optional<BoundColumn> bound = bind(i, header, ours.getOrDefault(fold(header), header));
            bound.ifPresentOrElse(columns::add, () -> ignored.add(header.isEmpty() ? "(no name)" : shown(header)));
            String key = bound.map(BoundColumn::key).orElse("ignored#" + fold(header));
            String before = header.isEmpty() ? null : seen.putIfAbsent(key, header);
            if (before != null) {
                throw new MalformedFile(FileFault.DUPLICATE_HEADER, line, shown(before) + ", " + shown(header));
            }
            unused.remove(fold(header));
        }
        if (cells.size() == 1 && columns.isEmpty()) {
            requireSeparator(cells.get(0), line);
        }
        check(columns, unused, line);
        return new Header(List.copyOf(columns), List.copyOf(ignored), cells.size());
    }

    /** Whether our own columns have that name, such as the target of a mapping. */
    static boolean isOurs(String name) {
        return bind(0, name, name).isPresent();
    }

    boolean has(ImportColumn column) {
        return columns.stream().anyMatch(bound -> bound.column() == column);
    }

    /** One cell in which another separator parts a name of ours from others was read with the wrong one. */
    private static void requireSeparator(String cell, long line) throws MalformedFile {
        for (Map.Entry<String, String> other : SEPARATORS.entrySet()) {
            String[] names = cell.split(other.getKey(), -1);
            if (names.length > 1 && Arrays.stream(names).anyMatch(name -> isOurs(name.strip()))) {
                throw new MalformedFile(FileFault.OTHER_SEPARATOR, line, other.getValue());
            }
        }
    }

    private static void check(List<BoundColumn> columns, Map<String, String> unused, long line) throws MalformedFile {
        if (!unused.isEmpty()) {
            throw new MalformedFile(
                    FileFault.UNKNOWN_MAPPING,
                    line,
                    shown(unused.values().iterator().next()));
        }
        if (columns.stream().noneMatch(bound -> bound.column() == ImportColumn.EXTERNAL_ID)) {
            throw new MalformedFile(
                    FileFault.MISSING_EXTERNAL_ID_COLUMN, line, "'{\"columns\":{\"their name\":\"external_id\"}}'");
        }
    }

    private static Optional<BoundColumn> bind(int index, String header, String name) {
        String folded = fold(name);
        Optional<ImportColumn> plain = ImportColumn.named(folded);
        if (plain.isPresent()) {
            return Optional.of(new BoundColumn(index, shown(header), plain.get(), 1, ""));
        }
        Matcher numbered = NUMBERED.matcher(folded);
        if (numbered.matches()) {
            Optional<ImportColumn> further =
                    ImportColumn.named(numbered.group(1)).filter(ImportColumn::isAddress);
            if (further.isPresent()) {
                int ordinal = Integer.parseInt(numbered.group(2));
                return Optional.of(new BoundColumn(index, shown(header), further.get(), ordinal, ""));
            }
        }
        Matcher trait =
                TRAIT.matcher(Normalizer.normalize(name, Normalizer.Form.NFKC).strip());
        return trait.matches()
                ? Optional.of(new BoundColumn(index, shown(header), ImportColumn.TRAIT, 1, trait.group(1)))
                : Optional.empty();
    }

    private static String fold(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }

    // A file without a header has people's data in its first row, so what is shown of it is kept short.
    private static String shown(String header) {
        String clean = header.replaceAll("\\p{Cntrl}", " ");
        return ShownValue.of(clean.length() <= 40 ? clean : clean.substring(0, 40) + "…");
    }
}
