package io.carillon.launcher.drill;

import io.carillon.launcher.demo.CarillonApi;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds everybody who was refused against what vendors refuse people for in a drill, and asks the vendor whether it refuses this one:
 * trouble of a vendor's, or of ours, that was written down as a no to the person would lead them on to a dearer channel.
 */
final class Refusals {
    /** What Twilio says of somebody who told it that they want no more. */
    static final String OPTED_OUT = "21610";

    private static final int EXAMPLES = 10;
    private static final String CHINA = "+86";

    /** What the stand-ins answer of people who cannot be reached, by channel. */
    private static final Map<String, Set<String>> OF_PEOPLE = Map.of(
            "sms", Set.of("21614", OPTED_OUT, "isv.MOBILE_NUMBER_ILLEGAL"),
            "email", Set.of("550 5.1.1"),
            "push", Set.of("UNREGISTERED"),
            "wechat", Set.of("43004", "43101"));

    private Refusals() {}

    /** What does not hold, in a sentence for each code. */
    static List<String> wrong(Ledger ledger, long run) {
        List<String> wrong = new ArrayList<>();
        ledger.query("""
                select kind, coalesce(vendor_code, '') as code, reason, count(*) as n from attempt
                 where run_id = ? and state = 'refused' group by 1, 2, 3 order by 4 desc""", run, row -> {
            if (!isOfPeople(row.getString("kind"), row.getString("code"))) {
                wrong.add(row.getLong("n") + " " + row.getString("kind") + " messages are refused for "
                        + row.getString("reason") + " '" + row.getString("code")
                        + "', which no vendor says of a person here");
            }
        });
        return wrong.subList(0, Math.min(EXAMPLES, wrong.size()));
    }

    /** Somebody who is said to have been refused. */
    private record Refused(String person, String channel, String vendor) {}

    /**
     * Who is said to have been refused by a vendor that takes what is sent to that person's addresses, in a sentence each with
     * examples. WeChat, where it depends on what was granted, and people who said no to the vendor are left out.
     */
    static List<String> unfounded(CarillonApi sandbox, Customers customers, Ledger ledger, long run) {
        List<Refused> all = new ArrayList<>();
        ledger.query(
                """
                select distinct p.external_id, a.kind, v.vendor from attempt a
                  join delivery d on d.run_id = a.run_id and d.batch_no = a.batch_no and d.id = a.delivery_id
                  join profile p on p.id = d.profile_id
                  join vendor_account v on v.name = a.account
                 where a.run_id = ? and a.state = 'refused' and a.kind <> 'wechat' and coalesce(a.vendor_code, '') <> ?""",
                row -> all.add(
                        new Refused(row.getString("external_id"), row.getString("kind"), row.getString("vendor"))),
                run,
                OPTED_OUT);
        FoundPeople found = new FoundPeople();
        for (Refused one : all) {
            Customers.Customer customer = customers.people().get(one.person());
            boolean isFounded = customer != null
                    && customer.addresses().getOrDefault(one.channel(), Set.of()).stream()
                            .flatMap(address -> given(one.vendor(), one.channel(), address))
                            .anyMatch(address -> isRefused(sandbox, one.vendor(), address));
            if (!isFounded) {
                found.add(
                        "are said to have been refused on " + one.channel() + ", and " + one.vendor() + " takes them",
                        one.person());
            }
        }
        return found.sentences();
    }

    private static boolean isRefused(CarillonApi sandbox, String vendor, String address) {
        return sandbox.get("/outcomes?vendor=" + vendor + "&to=" + URLEncoder.encode(address, StandardCharsets.UTF_8))
                .path("outcome")
                .asText()
                .equals("refused");
    }

    /** As vendors may be given it: without its country a number may be of China, or of North America with or without its 1. */
    static Stream<String> given(String vendor, String channel, String address) {
        return switch (channel) {
            case "sms" ->
                vendor.equals("aliyun")
                        ? Stream.of(CHINA + address)
                        : Stream.of(CHINA, "+1", "+").map(country -> country + address);
            default -> Stream.of(address);
        };
    }

    static boolean isOfPeople(String kind, String code) {
        return OF_PEOPLE.getOrDefault(kind, Set.of()).contains(code);
    }
}
