package io.carillon.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What was read once is not read again, as long as there is room for it. */
class CellCacheTest {
    private final CellCache<String> cells = new CellCache<>();
    private final List<String> read = new ArrayList<>();
    private final Function<String, String> reader = cell -> {
        read.add(cell);
        return cell + "!";
    };

    @Test
    void readsACellOfAColumnOnce() {
        assertThat(cells.get(ImportColumn.CITY, "上海", reader)).isEqualTo("上海!");
        assertThat(cells.get(ImportColumn.CITY, "上海", reader)).isEqualTo("上海!");
        assertThat(cells.get(ImportColumn.GENDER, "上海", reader)).isEqualTo("上海!");

        assertThat(read).hasSize(2);
    }

    @Test
    void aColumnOfNothingButNewCellsFillsNoMemory() {
        for (int i = 0; i < 30_000; i++) {
            cells.get(ImportColumn.BIRTHDAY, "day " + i, reader);
        }
        read.clear();

        assertThat(cells.get(ImportColumn.BIRTHDAY, "day 1", reader)).isEqualTo("day 1!");
        assertThat(cells.get(ImportColumn.BIRTHDAY, "day 29999", reader)).isEqualTo("day 29999!");

        assertThat(read).containsExactly("day 29999");
    }

    @Test
    void aLongCellIsReadEachTime() {
        String cell = "x".repeat(65);

        assertThat(cells.get(ImportColumn.CITY, cell, reader)).isEqualTo(cells.get(ImportColumn.CITY, cell, reader));

        assertThat(read).hasSize(2);
    }
}
