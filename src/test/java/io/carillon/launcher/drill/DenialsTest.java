package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.demo.DemoPerson.WechatHistory;
import io.carillon.launcher.drill.Customers.Customer;
import io.carillon.launcher.drill.Customers.Word;
import io.carillon.launcher.drill.Denials.Denial;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A gate that refuses people falsely is told by the file that they came in with. */
class DenialsTest {
    private static final Customer AGREED = customer(Word.YES, false, WechatHistory.GRANTED);
    private static final Customer ASKED_NOTHING = customer(Word.NOTHING, false, WechatHistory.FOLLOWS);
    private static final Customer SAID_NO = customer(Word.NO, true, WechatHistory.LEFT);

    @Test
    void believesWhatTheFileSays() {
        assertThat(wrong(ASKED_NOTHING, denial("sms", "no_consent"))).isEmpty();
        assertThat(wrong(SAID_NO, denial("email", "opted_out"))).isEmpty();
        assertThat(wrong(SAID_NO, denial("sms", "same_address"))).isEmpty();
        assertThat(wrong(ASKED_NOTHING, denial("wechat", "no_grant"))).isEmpty();
        assertThat(wrong(AGREED, denial("push", "no_address"))).isEmpty();
    }

    @Test
    void believesACancelledCampaignOnly() {
        Customers customers = new Customers(Map.of("M1", AGREED));
        List<Denial> denials = List.of(denial("*", "cancelled"));

        assertThat(Denials.wrong(customers, denials, true)).isEmpty();
        assertThat(Denials.wrong(customers, denials, false)).hasSize(1);
    }

    @Test
    void believesWhatAVendorSaidMeanwhile() {
        assertThat(wrong(AGREED, new Denial("M1", "sms", "opted_out", true, true, true)))
                .isEmpty();
        assertThat(wrong(AGREED, new Denial("M1", "sms", "no_address", true, false, true)))
                .isEmpty();
        assertThat(wrong(AGREED, new Denial("M1", "wechat", "no_grant", false, false, true)))
                .isEmpty();
    }

    @Test
    void doesNotTakeADeadNumberForAnOptOut() {
        assertThat(wrong(AGREED, new Denial("M1", "sms", "opted_out", true, false, true)))
                .hasSize(1);
    }

    @Test
    void findsWhoAgreedAndWasRefusedForWantOfConsent() {
        assertThat(wrong(AGREED, denial("sms", "no_consent")))
                .containsExactly(
                        "1 people were passed over on sms for no_consent though the file says YES, such as [M1]");
        assertThat(wrong(AGREED, denial("email", "opted_out"))).hasSize(1);
        assertThat(wrong(ASKED_NOTHING, denial("push", "no_consent")))
                .as("a push token needs no other consent")
                .hasSize(1);
        assertThat(wrong(SAID_NO, denial("sms", "no_consent"))).hasSize(1);
    }

    @Test
    void findsWhoCanBeReachedAndWasPassedOver() {
        assertThat(wrong(AGREED, denial("sms", "no_address"))).hasSize(1);
        assertThat(wrong(AGREED, denial("wechat", "no_grant"))).hasSize(1);
        assertThat(wrong(AGREED, denial("sms", "same_address"))).hasSize(1);
        assertThat(wrong(SAID_NO, denial("email", "same_address"))).hasSize(1);
        for (String reason : List.of("suppressed", "expired", "merged", "holdout")) {
            assertThat(wrong(AGREED, denial("*", reason))).as(reason).hasSize(1);
        }
        for (String reason : List.of("no_account", "missing_variable", "something_new")) {
            assertThat(wrong(AGREED, denial("sms", reason))).as(reason).hasSize(1);
        }
    }

    @Test
    void findsWhoIsMissingFromTheAudienceOrDoesNotBelongThere() {
        Customers customers = new Customers(Map.of("M1", AGREED, "M2", AGREED));

        assertThat(Denials.missing(customers, Set.of("M1", "M2"))).isEmpty();
        assertThat(Denials.missing(customers, Set.of("M2")))
                .containsExactly("1 people are missing from the audience, such as [M1]");
        assertThat(Denials.missing(customers, Set.of("M1", "M2", "M3"))).hasSize(1);
    }

    private static List<String> wrong(Customer person, Denial denial) {
        return Denials.wrong(new Customers(Map.of("M1", person)), List.of(denial), false);
    }

    private static Denial denial(String channel, String reason) {
        return new Denial("M1", channel, reason, false, false, false);
    }

    /** Somebody with the same word for every channel and every address but a device. */
    private static Customer customer(Word word, boolean sharesPhone, WechatHistory wechat) {
        return new Customer(
                Map.of("sms", word, "email", word, "push", word, "wechat", word),
                Map.of("sms", Set.of("13912345678"), "email", Set.of("a@b.example"), "wechat", Set.of("o1")),
                sharesPhone,
                wechat,
                true);
    }
}
