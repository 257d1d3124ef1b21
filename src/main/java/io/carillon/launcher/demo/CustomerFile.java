package io.carillon.launcher.demo;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.carillon.launcher.demo.DemoPerson.WechatHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Writes the demo's import file: people in UTF-8 CSV under the names of the import's columns, among them rows as bad as
 * real exports have them. The same file for the same seed and number.
 */
public final class CustomerFile {
    /** Seed of the demo; another one makes other people. */
    public static final long SEED = 2026;

    private static final int ONE_SUPPRESSED_OF = 67;
    // A thousandth of the rows has no id, another one a name that the import must not take, and five thousandths such
    // an address.
    private static final double BROKEN = 0.01;
    private static final int BROKEN_KINDS = 10;
    // Of these the row as a whole is refused.
    private static final int WITHOUT_ID = 0;

    /**
     * What was written.
     *
     * @param rows rows without the header
     * @param suppress ids of people who asked never to be written to again: about 1.5 %
     * @param openids people who have a WeChat openid, with what they did there
     */
    public record Written(int rows, List<String> suppress, List<OpenidHistory> openids) {}

    /** An openid and what its owner did. */
    public record OpenidHistory(String openid, WechatHistory history) {}

    private CustomerFile() {}

    public static Written write(Path file, int rows, long seed) throws IOException {
        DemoPeople people = new DemoPeople(seed);
        Random faults = new Random(seed + 1);
        List<String> suppress = new ArrayList<>();
        List<OpenidHistory> openids = new ArrayList<>();
        try (CsvWriter csv = CsvWriter.builder().build(file, StandardCharsets.UTF_8)) {
            csv.writeRecord(DemoPerson.COLUMNS);
            for (int i = 0; i < rows; i++) {
                DemoPerson person = people.next();
                csv.writeRecord(
                        faults.nextDouble() < BROKEN ? broken(person, faults.nextInt(BROKEN_KINDS)) : person.row());
                if (i % ONE_SUPPRESSED_OF == ONE_SUPPRESSED_OF / 2) {
                    suppress.add(person.externalId());
                }
                if (person.wechat() != WechatHistory.NONE) {
                    openids.add(new OpenidHistory(person.openid(), person.wechat()));
                }
            }
        }
        return new Written(rows, List.copyOf(suppress), List.copyOf(openids));
    }

    /** How many rows of that seed hold so many people of a kind, rows that the import refuses left out. */
    public static int rowsFor(int wanted, long seed, Predicate<DemoPerson> isWanted) {
        DemoPeople people = new DemoPeople(seed);
        Random faults = new Random(seed + 1);
        int rows = 0;
        for (int found = 0; found < wanted; rows++) {
            DemoPerson person = people.next();
            boolean isRefused = faults.nextDouble() < BROKEN && faults.nextInt(BROKEN_KINDS) == WITHOUT_ID;
            if (!isRefused && isWanted.test(person)) {
                found++;
            }
        }
        return rows;
    }

    private static List<String> broken(DemoPerson person, int kind) {
        List<String> row = new ArrayList<>(person.row());
        switch (kind) {
            case WITHOUT_ID -> set(row, "external_id", "");
            case 1 -> set(row, "name", "=HYPERLINK(\"https://evil.example\",\"click\")");
            case 2 -> set(row, "phone", "138001");
            case 3 -> set(row, "phone", "no phone");
            case 4 -> set(row, "phone", "13800138000");
            case 5 -> set(row, "email", "someone@");
            case 6 -> set(row, "email", "not an address");
            case 7 -> set(row, "birthday", "31.02.1990");
            case 8 -> set(row, "time_zone", "Mars/Olympus");
            default -> set(row, "consent_sms", "maybe");
        }
        return row;
    }

    private static void set(List<String> row, String column, String value) {
        row.set(DemoPerson.COLUMNS.indexOf(column), value);
    }
}
