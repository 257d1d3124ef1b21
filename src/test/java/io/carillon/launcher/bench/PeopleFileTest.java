package io.carillon.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleFileTest {
    private static final int PHONE = 2;
    private static final int MAILBOX = 3;
    private static final int TAGS = 10;
    private static final int PEOPLE = 30_000;

    @TempDir
    Path folder;

    @Test
    void everybodyHasAddressesOfTheirOwn() throws IOException {
        List<String[]> people = rows(new Groups(PEOPLE), 1);

        assertThat(people).hasSize(PEOPLE).allMatch(row -> row.length == 14);
        assertThat(people.stream().map(row -> row[PHONE]).distinct()).hasSize(PEOPLE);
        assertThat(people.stream().map(row -> row[MAILBOX]).distinct()).hasSize(PEOPLE);
        assertThat(people.stream().map(row -> row[PHONE])).allMatch(PeopleFileTest::isNumber);
    }

    @Test
    void tagsGoToAsManyAsAGroupHas() throws IOException {
        Groups groups = new Groups(PEOPLE);
        List<String[]> people = rows(groups, 1);

        for (String tag : List.of(Groups.ALL, Groups.TEN, Groups.ABROAD, Groups.MAINLAND, Groups.APP, Groups.WECHAT)) {
            assertThat(people.stream()
                            .filter(row -> List.of(row[TAGS].split(";")).contains(tag)))
                    .as(tag)
                    .hasSize(groups.size(tag));
        }
        assertThat(people.stream().filter(row -> row[PHONE].startsWith("+1"))).hasSize(groups.size(Groups.ABROAD));
        assertThat(PeopleFile.numbersAbroad(groups)).contains(people.get(0)[PHONE]);
        assertThat(PeopleFile.openids(groups)).contains(people.get(0)[5]).hasSize(groups.size(Groups.WECHAT));
    }

    @Test
    void theSameSeedMakesTheSameFile() throws IOException {
        Path first = folder.resolve("first.csv");
        Path second = folder.resolve("second.csv");

        PeopleFile.write(first, new Groups(500), 7);
        PeopleFile.write(second, new Groups(500), 7);

        assertThat(second).hasSameBinaryContentAs(first);
        PeopleFile.write(second, new Groups(500), 8);
        assertThat(Files.mismatch(first, second)).isNotNegative();
    }

    private List<String[]> rows(Groups groups, long seed) throws IOException {
        Path file = folder.resolve("people.csv");
        PeopleFile.write(file, groups, seed);
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }

    private static boolean isNumber(String phone) {
        try {
            PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
            return numbers.isValidNumber(numbers.parse(phone, "CN"));
        } catch (NumberParseException wrong) {
            return false;
        }
    }
}
