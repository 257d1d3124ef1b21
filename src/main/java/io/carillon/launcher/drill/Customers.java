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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * @param addresses those that are good, by channel
     * @param sharesPhone whether another row has one of the numbers too
     * @param isMember whether the demo's segment is to find this person
     */
    record Customer(
            Map<String, Word> consents,
            Map<String, Set<String>> addresses,
            boolean sharesPhone,
            WechatHistory wechat,
            boolean isMember) {}

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
        Map<String, Set<String>> addresses = new HashMap<>();
        add(addresses, "sms", phones.stream().filter(phone -> !EXAMPLE.equals(phone)));
        add(
                addresses,
                "email",
                Stream.of(row.getField("email"))
                        .filter(mail -> MAILBOX.matcher(mail).matches()));
        add(addresses, "push", Stream.of(row.getField("fcm_token")).filter(token -> !token.isEmpty()));
        WechatHistory wechat = histories.getOrDefault(row.getField("wechat_openid"), WechatHistory.NONE);
        add(
                addresses,
                "wechat",
                Stream.of(row.getField("wechat_openid"))
                        .filter(openid -> wechat == WechatHistory.GRANTED || wechat == WechatHistory.FOLLOWS));
        return new Customer(
                consents,
                addresses,
                phones.stream().anyMatch(phone -> owners.getOrDefault(phone, 0) > 1),
                wechat,
                CITIES.contains(row.getField("city"))
                        && List.of(row.getField("tags").split(";")).contains("member"));
    }

    private static void add(Map<String, Set<String>> addresses, String channel, Stream<String> good) {
        Set<String> all = good.map(address -> address(channel, address)).collect(Collectors.toSet());
        if (!all.isEmpty()) {
            addresses.put(channel, all);
        }
    }

    /** An address as it is compared, however file or vendor write it. */
    static String address(String channel, String written) {
        return switch (channel) {
            case "sms" -> phone(written).orElse(written);
            case "email" -> written.toLowerCase(Locale.ROOT);
            default -> written;
        };
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
            phone(row.getField(column)).ifPresent(phones::add);
        }
        return phones;
    }

    /** A mobile number without its country; empty if it is none. */
    private static Optional<String> phone(String written) {
        Matcher number = MOBILE.matcher(written.replaceAll("\\D", "").replaceFirst("^00", ""));
        if (!number.matches()) {
            return Optional.empty();
        }
        return Optional.of(number.group(1) == null ? number.group(2) : number.group(1));
    }
}
