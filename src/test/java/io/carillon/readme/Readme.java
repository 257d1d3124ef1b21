package io.carillon.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README, taken apart. */
final class Readme {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String FENCE = "```";

    private final List<String> lines;

    private Readme(List<String> lines) {
        this.lines = lines;
    }

    static Readme read() {
        try {
            return new Readme(Files.readAllLines(Path.of("README.md")));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    String text() {
        return String.join("\n", lines);
    }

    /** All of it in one line, for what may stand over two. */
    String prose() {
        return String.join(" ", lines);
    }

    /** The rows of the table whose first column has this head, each as its cells. */
    List<List<String>> table(String head) {
        int start = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("| " + head + " |")) {
                start = i;
            }
        }
        if (start < 0) {
            throw new IllegalStateException("The README has no table that begins with the column " + head);
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = start + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
            String line = lines.get(i);
            rows.add(Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|"))
                    .map(String::strip)
                    .toList());
        }
        return rows;
    }

    /** What stands in backticks. */
    static List<String> code(String cell) {
        List<String> found = new ArrayList<>();
        Matcher code = CODE.matcher(cell);
        while (code.find()) {
            found.add(code.group(1));
        }
        return found;
    }

    /** The lines of all code blocks, in order. */
    List<String> codeLines() {
        List<String> found = new ArrayList<>();
        boolean isCode = false;
        for (String line : lines) {
            if (line.startsWith(FENCE)) {
                isCode = !isCode;
            } else if (isCode) {
                found.add(line);
            }
        }
        return found;
    }
}
