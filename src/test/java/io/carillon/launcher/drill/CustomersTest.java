package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.demo.CustomerFile;
import io.carillon.launcher.demo.DemoPerson.WechatHistory;
import io.carillon.launcher.drill.Customers.Customer;
import io.carillon.launcher.drill.Customers.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomersTest {
    private static final String HEAD =
            "external_id,name,phone,phone_2,email,fcm_token,wechat_openid,city,tags,consent_sms,"
                    + "consent_email,consent_push,consent_wechat\n";

    @TempDir
    private Path folder;

    @Test
    void readsWhoAgreedToWhatAndWhereEachCanBeReached() throws IOException {
        Map<String, Customer> people = read("""
                M1,A,+8613912345678,,a@mail.example,token,o1,上海,member;vip,yes 2024-05-01,否,,
                M2,B,139-1234-5678,,someone@,,,上海,guest,maybe,是,,
                M3,C,138001,,,,o3,北京,member,,,,
                ,D,,,,,,,,,,,
                """).people();

        assertThat(people).containsOnlyKeys("M1", "M2", "M3");
        Customer first = people.get("M1");
        assertThat(first.consents())
                .isEqualTo(Map.of("sms", Word.YES, "email", Word.NO, "push", Word.NOTHING, "wechat", Word.NOTHING));
        assertThat(first.addresses())
                .isEqualTo(Map.of(
                        "sms",
                        Set.of("13912345678"),
                        "email",
                        Set.of("a@mail.example"),
                        "push",
                        Set.of("token"),
                        "wechat",
                        Set.of("o1")));
        assertThat(first.isMember()).isTrue();
        assertThat(first.sharesPhone()).as("with the second").isTrue();
        Customer second = people.get("M2");
        assertThat(second.consents()).containsEntry("sms", Word.NOTHING).containsEntry("email", Word.YES);
        assertThat(second.addresses().keySet()).isEqualTo(Set.of("sms"));
        assertThat(second.isMember()).isFalse();
        assertThat(people.get("M3").addresses().keySet())
                .as("left WeChat, and no phone")
                .isEmpty();
    }

    @Test
    void knowsEverybodyOfAMadeUpFile() throws IOException {
        Path file = folder.resolve("made-up.csv");
        CustomerFile.Written written = CustomerFile.write(file, 1_000, 7);

        Map<String, Customer> people = Customers.of(file, written.openids()).people();

        assertThat(people).hasSizeBetween(990, 1_000);
        assertThat(people.values().stream().filter(Customer::isMember).count()).isBetween(500L, 750L);
        for (String channel : List.of("sms", "email", "push", "wechat")) {
            assertThat(people.values().stream()
                            .filter(person -> person.addresses().containsKey(channel))
                            .count())
                    .as(channel)
                    .isBetween(450L, 900L);
        }
        assertThat(people.values().stream().filter(Customer::sharesPhone).count())
                .isPositive();
    }

    private Customers read(String rows) throws IOException {
        Path file = folder.resolve("customers.csv");
        Files.writeString(file, HEAD + rows);
        return Customers.of(
                file,
                List.of(
                        new CustomerFile.OpenidHistory("o1", WechatHistory.GRANTED),
                        new CustomerFile.OpenidHistory("o3", WechatHistory.LEFT)));
    }
}
