package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.demo.DemoPerson.WechatHistory;
import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Customers.Customer;
import io.carillon.launcher.drill.Customers.Word;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whoever is sent to without having agreed is told by the file that they came in with. */
class UninvitedTest {
    private static final String PHONE = "13912345678";

    @Test
    void allIsWellWithWhoAgreed() {
        Customer agreed = customer(Word.YES, WechatHistory.GRANTED, true);

        assertThat(wrong(agreed, "aliyun", PHONE)).isEmpty();
        assertThat(wrong(agreed, "twilio", "+86" + PHONE)).isEmpty();
        assertThat(wrong(agreed, "smtp", "Ann@Shop.example")).isEmpty();
        assertThat(wrong(agreed, "fcm", "token")).isEmpty();
        assertThat(wrong(agreed, "wechat", "openid")).isEmpty();
    }

    @Test
    void findsWhoDidNotAgree() {
        Customer silent = customer(Word.NOTHING, WechatHistory.FOLLOWS, true);
        Customer said = customer(Word.NO, WechatHistory.GRANTED, true);

        assertThat(wrong(silent, "aliyun", PHONE))
                .containsExactly("1 people were sent to by sms though the file says NOTHING, such as [M1]");
        assertThat(wrong(silent, "smtp", "ann@shop.example")).hasSize(1);
        assertThat(wrong(silent, "fcm", "token"))
                .as("a push token is its owner's consent")
                .isEmpty();
        assertThat(wrong(silent, "wechat", "openid"))
                .containsExactly("1 people were sent to by wechat though they granted no message, such as [M1]");
        assertThat(wrong(said, "wechat", "openid"))
                .as("they followed and granted since")
                .isEmpty();
        for (String vendor : List.of("aliyun", "twilio", "smtp", "fcm")) {
            assertThat(wrong(said, vendor, to(vendor))).as(vendor).hasSize(1);
        }
    }

    @Test
    void findsAnotherAddressThanTheirs() {
        Customer agreed = customer(Word.YES, WechatHistory.GRANTED, true);

        for (String vendor : List.of("aliyun", "twilio", "smtp", "fcm", "wechat")) {
            assertThat(wrong(agreed, vendor, "13987654321")).as(vendor).hasSize(1);
        }
    }

    @Test
    void findsStrangers() {
        assertThat(wrong(customer(Word.YES, WechatHistory.GRANTED, false), "aliyun", PHONE))
                .hasSize(1);
        Map<Long, Paths.Path> people = Map.of(7L, new Paths.Path("M2", false, "sent", "", List.of()));
        assertThat(Uninvited.wrong(new Customers(Map.of()), people, List.of(message("aliyun", PHONE))))
                .hasSize(1);
    }

    private static String to(String vendor) {
        return switch (vendor) {
            case "smtp" -> "ann@shop.example";
            case "fcm" -> "token";
            case "wechat" -> "openid";
            default -> PHONE;
        };
    }

    private static List<String> wrong(Customer person, String vendor, String to) {
        return Uninvited.wrong(
                new Customers(Map.of("M1", person)),
                Map.of(7L, new Paths.Path("M1", false, "sent", "", List.of())),
                List.of(message(vendor, to)));
    }

    private static Message message(String vendor, String to) {
        return new Message(vendor, "3-7-1", false, to, Set.of("delivered"));
    }

    private static Customer customer(Word word, WechatHistory wechat, boolean isMember) {
        return new Customer(
                Map.of("sms", word, "email", word, "push", word, "wechat", word),
                Map.of(
                        "sms",
                        Set.of(PHONE),
                        "email",
                        Set.of("ann@shop.example"),
                        "push",
                        Set.of("token"),
                        "wechat",
                        Set.of("openid")),
                false,
                wechat,
                isMember);
    }
}
