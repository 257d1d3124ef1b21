package io.carillon.launcher.drill;

import io.carillon.launcher.demo.DemoPerson.WechatHistory;
import io.carillon.launcher.drill.Customers.Customer;
import io.carillon.launcher.drill.Customers.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds everybody who was passed over against what the imported file says of them: whoever agreed and can be reached must not be
 * refused, and whoever the segment is to find must be in the audience. Believes no row of the app but those of its vendors' refusals.
 */
final class Denials {
    private static final String CANCELLED = "cancelled";

    private Denials() {}

    /**
     * Somebody who was passed over.
     *
     * @param channel or {@code *} for all of them
     * @param hadRefusal whether a vendor refused this person, or somebody with the same address, on that channel, or reported bad
     *     news, in any run
     * @param hadOptOut whether one of these said that the person wants no more
     * @param hadMessage whether a message of any run on that channel used up what the person had granted
     */
    record Denial(
            String person, String channel, String reason, boolean hadRefusal, boolean hadOptOut, boolean hadMessage) {}

    /**
     * What does not hold of a run, in a sentence each with an example.
     *
     * @param isCancelled whether the round has cancelled it
     */
    static List<String> wrong(Customers customers, Ledger ledger, long run, boolean isCancelled) {
        Set<String> audience = new HashSet<>();
        ledger.query(
                "select p.external_id from delivery d join profile p on p.id = d.profile_id where d.run_id = ?",
                run,
                row -> audience.add(row.getString("external_id")));
        List<String> wrong = new ArrayList<>(missing(customers, audience));
        wrong.addAll(wrong(customers, denials(ledger, run), isCancelled));
        return wrong;
    }

    /** The same of some people only, of whom nobody may miss the message because its campaign was cancelled. */
    static List<String> wrong(Customers customers, Ledger ledger, long run, Set<String> people) {
        List<Denial> denials = denials(ledger, run).stream()
                .filter(denial -> people.contains(denial.person()))
                .toList();
        return wrong(customers, denials, false);
    }

    private record Known(String person, String channel) {}

    /**
     * Everybody who has an address that was refused or not delivered to, whoever it was that was sent to, and whether a vendor said
     * that its owner wants no more.
     */
    private static Map<Known, Boolean> owners(Ledger ledger) {
        Map<Known, Boolean> owners = new HashMap<>();
        ledger.query(
                """
                select p.external_id, t.kind, bool_or(coalesce(t.vendor_code, '') = ?) as had_opt_out
                  from attempt t join address x on x.hash = t.address_hash
                  join profile p on p.id = x.profile_id where t.state in ('refused', 'undelivered') group by 1, 2""",
                row -> owners.put(
                        new Known(row.getString("external_id"), row.getString("kind")), row.getBoolean("had_opt_out")),
                Refusals.OPTED_OUT);
        return owners;
    }

    private static List<Denial> denials(Ledger ledger, long run) {
        Map<Known, Boolean> refused = owners(ledger);
        List<Denial> denials = new ArrayList<>();
        ledger.query(
                """
                select p.external_id, w.channel, w.reason,
                       coalesce(bool_or(a.state in ('refused', 'undelivered')), false) as had_refusal,
                       coalesce(bool_or(a.state in ('refused', 'undelivered') and a.vendor_code = ?), false) as had_opt_out,
                       coalesce(bool_or(a.state <> 'not_sent' and a.state <> 'blocked'), false) as had_message
                  from pass w join delivery d on d.run_id = w.run_id and d.batch_no = w.batch_no and d.id = w.delivery_id
                  join profile p on p.id = d.profile_id
                  left join (select t.kind, t.state, t.vendor_code, o.profile_id from attempt t
                               join delivery o on o.run_id = t.run_id and o.batch_no = t.batch_no and o.id = t.delivery_id) a
                    on a.profile_id = d.profile_id and a.kind = w.channel
                 where w.run_id = ? group by 1, 2, 3""",
                row -> {
                    Known known = new Known(row.getString("external_id"), row.getString("channel"));
                    denials.add(new Denial(
                            known.person(),
                            known.channel(),
                            row.getString("reason"),
                            row.getBoolean("had_refusal") || refused.containsKey(known),
                            row.getBoolean("had_opt_out") || refused.getOrDefault(known, false),
                            row.getBoolean("had_message")));
                },
                Refusals.OPTED_OUT,
                run);
        return denials;
    }

    /** Whom the segment is to find and who is not in the audience, and the other way round. */
    static List<String> missing(Customers customers, Set<String> audience) {
        FoundPeople found = new FoundPeople();
        customers.people().forEach((person, customer) -> {
            if (customer.isMember() && !audience.contains(person)) {
                found.add("are missing from the audience", person);
            }
        });
        for (String person : audience) {
            Customer customer = customers.people().get(person);
            if (customer == null || !customer.isMember()) {
                found.add("are in the audience and do not belong there", person);
            }
        }
        return found.sentences();
    }

    /** Who was passed over for a reason that the file does not give. */
    static List<String> wrong(Customers customers, List<Denial> denials, boolean isCancelled) {
        FoundPeople found = new FoundPeople();
        for (Denial denial : denials) {
            if (isCancelled && denial.reason().equals(CANCELLED)) {
                continue;
            }
            String why = why(customers.people().get(denial.person()), denial);
            if (why != null) {
                found.add(
                        "were passed over on " + denial.channel() + " for " + denial.reason() + " though " + why,
                        denial.person());
            }
        }
        return found.sentences();
    }

    /** Why it is false; null if it is not. */
    private static @Nullable String why(@Nullable Customer person, Denial denial) {
        if (person == null) {
            return "they are not in the file";
        }
        Word word = person.consents().getOrDefault(denial.channel(), Word.NOTHING);
        return switch (denial.reason()) {
            // A push token is its owner's consent, and WeChat keeps account of its own.
            case "no_consent" ->
                word == Word.NOTHING && !Set.of("push", "wechat").contains(denial.channel())
                        ? null
                        : "the file says " + word;
            case "opted_out" ->
                word == Word.NO || denial.hadOptOut() || hasLeft(person, denial) ? null : "the file says " + word;
            case "no_address" ->
                !person.addresses().containsKey(denial.channel()) || denial.hadRefusal()
                        ? null
                        : "the file has an address";
            case "no_grant" ->
                person.wechat() != WechatHistory.GRANTED || denial.hadMessage()
                        ? null
                        : "they granted a message that nobody has sent";
            case "same_address" ->
                person.sharesPhone() && denial.channel().equals("sms") ? null : "nobody else has their address";
            // The rounds suppress, merge and hold out nobody, leave time enough, and have an account and a value for
            // everybody.
            default -> "this round gives nobody a reason for that";
        };
    }

    private static boolean hasLeft(Customer person, Denial denial) {
        return denial.channel().equals("wechat") && person.wechat() == WechatHistory.LEFT;
    }
}
