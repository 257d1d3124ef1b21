package io.carillon.launcher.drill;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.carillon.launcher.demo.CustomerFile;
import io.carillon.launcher.demo.DemoPerson.WechatHistory;
import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The customers that a round has imported, as their file has them: who agreed to what, and where each can be reached. Knows nothing of
 * the app.
 *
 * @param people by the shop's id; rows without one are nobody
 */
record Customers(Map<String, Customer> people) {
    private static final Pattern MOBILE = Pattern.compile("(?:86)?(1[3-9]\\d{9})|1([2-9]\\d{9})");
    private static final Pattern MAILBOX = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
    /** The number that forms show as an example. */
    private static final String EXAMPLE = "13800138000";

    private static final Set<String> YES = Set.of("yes", "是", "1");
    private static final Set<String> NO = Set.of("no", "否");
    private static final Set<String> CITIES = Set.of("上海", "杭州", "苏州");
    private static final Map<String, String> CONSENTS =
            Map.of("sms", "consent_sms", "email", "consent_email", "push", "consent_push", "wechat", "consent_wechat");

    /** What somebody said to a channel. */
    enum Word {
        YES,
        NO,
        NOTHING
    }

    /**
     * One of them.
     *
     * @param consents what was said, by channel
     * @param channels those on which the file has an address that is good
     * @param sharesPhone whether another row has one of the numbers too
     * @param isMember whether the demo's segment is to find this person
     * @param isSound whether the row is one that an import must take
     */
    record Customer(
            Map<String, Word> consents,
            Set<String> channels,
            boolean sharesPhone,
            WechatHistory wechat,
            boolean isMember,
            boolean isSound) {}

    /** Reads the file. */
    static Customers of(Path file, List<CustomerFile.OpenidHistory> openids) {
        Map<String, WechatHistory> histories = new HashMap<>();
        openids.forEach(person -> histories.put(person.openid(), person.history()));
        try {
            Map<String, Integer> owners = new HashMap<>();
            try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
                for (NamedCsvRecord row : rows) {
                    phones(row).forEach(phone -> owners.merge(phone, 1, Integer::sum));
                }
            }
            Map<String, Customer> people = new LinkedHashMap<>();
            try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
                for (NamedCsvRecord row : rows) {
                    if (!row.getField("external_id").isEmpty()) {
                        people.put(row.getField("external_id"), customer(row, owners, histories));
                    }
                }
            }
            return new Customers(people);
        } catch (IOException unreadable) {
            throw new LaunchFailure("The file " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static Customer customer(
            NamedCsvRecord row, Map<String, Integer> owners, Map<String, WechatHistory> histories) {
        Map<String, Word> consents = new HashMap<>();
        CONSENTS.forEach((channel, column) -> consents.put(channel, word(row.getField(column))));
        Set<String> phones = phones(row);
        Set<String> channels = new HashSet<>();
        add(channels, "sms", phones.stream().anyMatch(phone -> !EXAMPLE.equals(phone)));
        add(channels, "email", MAILBOX.matcher(row.getField("email")).matches());
        add(channels, "push", !row.getField("fcm_token").isEmpty());
        WechatHistory wechat = histories.getOrDefault(row.getField("wechat_openid"), WechatHistory.NONE);
        add(channels, "wechat", wechat == WechatHistory.GRANTED || wechat == WechatHistory.FOLLOWS);
        return new Customer(
                consents,
                channels,
                phones.stream().anyMatch(phone -> owners.getOrDefault(phone, 0) > 1),
                wechat,
                CITIES.contains(row.getField("city"))
                        && List.of(row.getField("tags").split(";")).contains("member"),
                !row.getField("name").startsWith("="));
    }

    private static void add(Set<String> channels, String channel, boolean hasAddress) {
        if (hasAddress) {
            channels.add(channel);
        }
    }

    private static Word word(String cell) {
        String word = cell.split(" ", 2)[0];
        if (YES.contains(word)) {
            return Word.YES;
        }
        return NO.contains(word) ? Word.NO : Word.NOTHING;
    }

    private static Set<String> phones(NamedCsvRecord row) {
        Set<String> phones = new HashSet<>();
        for (String column : List.of("phone", "phone_2")) {
            var number =
                    MOBILE.matcher(row.getField(column).replaceAll("\\D", "").replaceFirst("^00", ""));
            if (number.matches()) {
                phones.add(number.group(1) == null ? number.group(2) : number.group(1));
            }
        }
        return phones;
    }
}
