package io.carillon.launcher.bench;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Writes the import file: people who all have a phone, a mailbox and consent to both, no two with the same address; those of some
 * groups also a device token or an openid. The same file for the same seed.
 */
final class PeopleFile {
    private static final String HEAD =
            "external_id,name,phone,email,fcm_token,wechat_openid,city,locale,birthday,gender,tags,consent_sms,consent_email,trait_points\n";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    private static final String[] SURNAMES = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"};
    private static final String[] GIVEN = {
        "伟", "芳", "娜", "敏", "静", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "超", "明", "霞"
    };
    private static final String[] CITIES = {"上海", "北京", "杭州", "苏州", "广州", "深圳", "成都", "武汉", "南京", "西安"};
    private static final String[] MOBILES = {"138", "139", "150", "158", "186", "187"};
    private static final int OPENID = 28;
    private static final int FCM_INSTANCE = 21;
    private static final int FCM_REST = 134;
    private static final int EIGHT_DIGITS = 100_000_000;
    // Spreads consecutive numbers over all of eight digits without meeting one twice: prime to 10^8.
    private static final long STRIDE = 61_803_399;
    private static final int FIRST_EXCHANGE = 2_000_000;

    private final Groups groups;
    private final char kind;
    private final SplittableRandom random;

    private PeopleFile(Groups groups, char kind, long seed) {
        this.groups = groups;
        this.kind = kind;
        this.random = new SplittableRandom(seed);
    }

    /** Writes it. */
    static void write(Path file, Groups groups, long seed) {
        new PeopleFile(groups, 'B', seed).write(file);
    }

    /** Writes as many others, who belong to no group. */
    static void writeStrangers(Path file, int people, long seed) {
        new PeopleFile(new Groups(people), 'S', seed).write(file);
    }

    /** The openids of all who have one. */
    static List<String> openids(Groups groups) {
        return IntStream.range(0, groups.size(Groups.WECHAT))
                .mapToObj(person -> openid('B', person))
                .toList();
    }

    /** The numbers of all who live abroad. */
    static List<String> numbersAbroad(Groups groups) {
        return IntStream.range(0, groups.size(Groups.ABROAD))
                .mapToObj(PeopleFile::numberAbroad)
                .toList();
    }

    private void write(Path file) {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(HEAD);
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < groups.people(); i++) {
                row.setLength(0);
                append(row, i);
                out.append(row);
            }
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + file + " cannot be written: " + refused.getMessage(), refused);
        }
    }

    private void append(StringBuilder row, int person) {
        row.append(kind).append(1_000_000 + person).append(',');
        row.append(any(SURNAMES)).append(any(GIVEN)).append(',');
        row.append(phone(person)).append(',');
        row.append(kind).append(person).append("@mail.example,");
        if (groups.has(Groups.APP, person)) {
            row.append('d');
            token(row, FCM_INSTANCE);
            row.append(":APA91b");
            token(row, FCM_REST);
        }
        row.append(',');
        if (groups.has(Groups.WECHAT, person)) {
            row.append(openid(kind, person));
        }
        row.append(',').append(any(CITIES)).append(",zh,19").append(60 + random.nextInt(40));
        row.append("-0").append(1 + random.nextInt(9)).append("-1").append(random.nextInt(10));
        row.append(random.nextBoolean() ? ",女," : ",男,").append(kind == 'B' ? groups.tags(person) : "");
        row.append(",yes 2025-03-01,yes 2025-03-01,")
                .append(random.nextInt(5_000))
                .append('\n');
    }

    private String phone(int person) {
        if (groups.has(Groups.ABROAD, person)) {
            return numberAbroad(person);
        }
        long digits = person * STRIDE % EIGHT_DIGITS;
        return MOBILES[person % MOBILES.length] + String.format("%08d", digits);
    }

    private static String numberAbroad(int person) {
        return "+1212" + (FIRST_EXCHANGE + person);
    }

    // Known beforehand, because grants come as events.
    private static String openid(char kind, int person) {
        String digits = Integer.toString(person);
        return "o" + kind + "0".repeat(OPENID - 2 - digits.length()) + digits;
    }

    private void token(StringBuilder row, int length) {
        for (int i = 0; i < length; i++) {
            row.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
    }

    private String any(String[] words) {
        return words[random.nextInt(words.length)];
    }
}
