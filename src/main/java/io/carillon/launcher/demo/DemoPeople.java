package io.carillon.launcher.demo;

import io.carillon.launcher.demo.DemoPerson.Consents;
import io.carillon.launcher.demo.DemoPerson.Traits;
import io.carillon.launcher.demo.DemoPerson.WechatHistory;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;

/**
 * Makes customers up: the same ones for the same seed. Shares are such that every channel, every fallback and every kind
 * of bad row occurs among ten thousand. Not thread-safe.
 */
final class DemoPeople {
    private static final String TOKEN_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    private static final int FCM_INSTANCE = 22;
    private static final int FCM_REST = 134;
    private static final int OPENID_LENGTH = 28;
    private static final LocalDate OLDEST = LocalDate.of(1958, 1, 1);
    private static final int BIRTHDAYS = 17_500;
    // Fixed days in the past: consent given in the future would be refused.
    private static final LocalDate FIRST_CONSENT = LocalDate.of(2024, 1, 1);
    private static final int CONSENT_DAYS = 600;

    private final Random random;
    private int index;
    private String lastPhone = "";

    DemoPeople(long seed) {
        this.random = new Random(seed);
    }

    /** The next one. */
    DemoPerson next() {
        index++;
        boolean isEnglish = chance(0.09);
        int surname = random.nextInt(DemoNames.SURNAMES.length);
        String phone = chance(0.83) ? phone(isEnglish) : "";
        boolean hasOpenid = chance(0.58);
        return new DemoPerson(
                String.format(Locale.ROOT, "M%06d", index),
                hasOpenid && chance(0.8) ? "o" + token(OPENID_LENGTH - 1) : "",
                name(isEnglish, surname),
                phone,
                !phone.isEmpty() && chance(0.02) ? mainlandPhone() : "",
                chance(0.62) ? email(isEnglish, surname) : "",
                chance(0.64) ? fcmToken() : "",
                hasOpenid ? "o" + token(OPENID_LENGTH - 1) : "",
                traits(isEnglish),
                new Consents(consent(0.86, 0.06), consent(0.80, 0.05), consent(0.05, 0.03), consent(0.05, 0.02)),
                hasOpenid ? wechatHistory() : WechatHistory.NONE);
    }

    private String name(boolean isEnglish, int surname) {
        if (chance(0.03)) {
            return "";
        }
        return isEnglish
                ? any(DemoNames.FIRST) + " " + any(DemoNames.LAST)
                : DemoNames.SURNAMES[surname] + any(DemoNames.GIVEN);
    }

    private String phone(boolean isEnglish) {
        if (isEnglish && chance(0.5)) {
            return String.format(Locale.ROOT, "+1 %s-555-01%02d", any(DemoNames.STORY_AREA_CODES), random.nextInt(100));
        }
        // Couples and parents: the one before has the same number.
        if (!lastPhone.isEmpty() && chance(0.01)) {
            return lastPhone;
        }
        lastPhone = mainlandPhone();
        return lastPhone;
    }

    /** In the spellings that people use. */
    private String mainlandPhone() {
        String prefix = any(DemoNames.MOBILE_PREFIXES);
        String rest = String.format(Locale.ROOT, "%08d", 10_000_000 + random.nextInt(89_999_999));
        return switch (random.nextInt(6)) {
            case 0 -> "+86" + prefix + rest;
            case 1 -> "0086 " + prefix + rest;
            case 2 -> prefix + " " + rest.substring(0, 4) + " " + rest.substring(4);
            case 3 -> prefix + "-" + rest.substring(0, 4) + "-" + rest.substring(4);
            default -> prefix + rest;
        };
    }

    private String email(boolean isEnglish, int surname) {
        String local = isEnglish
                ? any(DemoNames.FIRST).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "")
                : DemoNames.SURNAMES_LATIN[surname];
        String domain = any(new String[] {"mail.example", "post.example", "Inbox.Example", "corp.example"});
        return local + "." + index + "@" + domain;
    }

    private Traits traits(boolean isEnglish) {
        String locale =
                isEnglish ? any(new String[] {"en", "en-US", "en-GB"}) : any(new String[] {"zh", "zh-CN", "zh", ""});
        return new Traits(
                city(isEnglish),
                locale,
                chance(0.3) ? "Asia/Shanghai" : "",
                chance(0.7) ? OLDEST.plusDays(random.nextInt(BIRTHDAYS)).toString() : "",
                any(new String[] {"female", "male", "女", "男", ""}),
                tags(),
                Integer.toString(random.nextInt(5_000)));
    }

    private String city(boolean isEnglish) {
        if (isEnglish && chance(0.1)) {
            return any(new String[] {"New York", "London", "Singapore"});
        }
        int place = random.nextInt(100);
        int city = 0;
        while (place >= DemoNames.CITY_SHARES[city]) {
            place -= DemoNames.CITY_SHARES[city];
            city++;
        }
        return DemoNames.CITIES[city];
    }

    private String tags() {
        String member = chance(0.8) ? "member" : "guest";
        return chance(0.12) ? member + ";vip" : member;
    }

    private WechatHistory wechatHistory() {
        double place = random.nextDouble();
        if (place < 0.66) {
            return WechatHistory.GRANTED;
        }
        return place < 0.97 ? WechatHistory.FOLLOWS : WechatHistory.LEFT;
    }

    /** Yes, no or blank, often with the day on which it was said. */
    private String consent(double yes, double no) {
        double place = random.nextDouble();
        if (place >= yes + no) {
            return "";
        }
        String word = place < yes ? any(new String[] {"yes", "是", "1"}) : any(new String[] {"no", "否"});
        return chance(0.6) ? word + " " + FIRST_CONSENT.plusDays(random.nextInt(CONSENT_DAYS)) : word;
    }

    /** As Firebase makes them: an installation's id begins with one of four letters. */
    private String fcmToken() {
        return any(new String[] {"c", "d", "e", "f"}) + token(FCM_INSTANCE - 1) + ":APA91b" + token(FCM_REST);
    }

    private String token(int length) {
        StringBuilder token = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            token.append(TOKEN_ALPHABET.charAt(random.nextInt(TOKEN_ALPHABET.length())));
        }
        return token.toString();
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private String any(String[] words) {
        return words[random.nextInt(words.length)];
    }
}
