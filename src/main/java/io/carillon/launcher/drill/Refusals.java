package io.carillon.launcher.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds everybody who was refused against what vendors refuse people for in a drill: trouble of a vendor's, or of ours, that was
 * written down as a no to the person would lead them on to a dearer channel.
 */
final class Refusals {
    /** What Twilio says of somebody who told it that they want no more. */
    static final String OPTED_OUT = "21610";

    private static final int EXAMPLES = 10;

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

    static boolean isOfPeople(String kind, String code) {
        return OF_PEOPLE.getOrDefault(kind, Set.of()).contains(code);
    }
}
