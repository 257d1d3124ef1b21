package io.carillon.profile.imports;

import io.carillon.profile.DataFault;
import io.carillon.profile.PersonValues;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one cell each. Stateless. Cells come stripped and not blank. */
final class Cells {
    static final int LONGEST_TEXT = 200;
    static final int LONGEST_TRAIT = 1000;

    private static final String RUN_BY_SPREADSHEETS = "=@＝＠";
    private static final String SIGNS = "+-＋－";
    private static final Pattern SIGNED_NUMBER = Pattern.compile("[+\\-][0-9.][0-9 .,()/\\-]*");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern DATE =
            Pattern.compile("(\\d{4})(?:-(\\d{1,2})-|/(\\d{1,2})/|\\.(\\d{1,2})\\.|年(\\d{1,2})月|(\\d{2}))(\\d{1,2})日?");
    private static final int EARLIEST_YEAR = 1900;

    private Cells() {}

    /** Whether a spreadsheet would run this cell. A signed number, such as a phone with its country code, is none. */
    static boolean isFormula(String cell) {
        char first = cell.charAt(0);
        return RUN_BY_SPREADSHEETS.indexOf(first) >= 0
                || (SIGNS.indexOf(first) >= 0
                        && !SIGNED_NUMBER.matcher(half(cell)).matches());
    }

    /** Text on one line. */
    static Cell text(String cell, int longest) {
        String oneLine =
                BLANKS.matcher(Normalizer.normalize(cell, Normalizer.Form.NFC)).replaceAll(" ");
        if (oneLine.length() > longest) {
            return Cell.bad(DataFault.TOO_LONG);
        }
        boolean isClean = oneLine.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        return isClean ? Cell.of(oneLine) : Cell.bad(DataFault.CONTROL_CHARACTER);
    }

    /** A city without 市 behind its name, so that 上海市 and 上海 are one. */
    static Cell city(String cell) {
        Cell text = text(cell, LONGEST_TEXT);
        return text.value() == null ? text : Cell.of(PersonValues.city(text.value()));
    }

    static Cell locale(String cell) {
        return PersonValues.locale(cell).map(Cell::of).orElse(Cell.bad(DataFault.INVALID_LOCALE));
    }

    static Cell zone(String cell) {
        return PersonValues.zone(cell).map(Cell::of).orElse(Cell.bad(DataFault.INVALID_TIME_ZONE));
    }

    /** A day between 1900 and {@code today}. */
    static Cell birthday(String cell, LocalDate today) {
        LocalDate day = date(cell);
        return day == null || day.getYear() < EARLIEST_YEAR || day.isAfter(today)
                ? Cell.bad(DataFault.INVALID_BIRTHDAY)
                : Cell.of(day.toString());
    }

    static Cell gender(String cell) {
        return PersonValues.gender(cell).map(Cell::of).orElse(Cell.bad(DataFault.INVALID_GENDER));
    }

    /** Year, month and day in one of the usual spellings; null where it is none. */
    static @Nullable LocalDate date(String cell) {
        Matcher parts = DATE.matcher(half(cell));
        if (!parts.matches()) {
            return null;
        }
        String month = "";
        for (int group = 2; group <= 6; group++) {
            month = parts.group(group) == null ? month : parts.group(group);
        }
        try {
            return LocalDate.of(
                    Integer.parseInt(parts.group(1)), Integer.parseInt(month), Integer.parseInt(parts.group(7)));
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    /** Full-width digits, letters and signs to half-width. */
    static String half(String cell) {
        return Normalizer.normalize(cell, Normalizer.Form.NFKC);
    }
}
