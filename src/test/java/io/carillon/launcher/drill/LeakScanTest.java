package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakScanTest {
    @TempDir
    private Path folder;

    @Test
    void findsPhonesAsTheyAreWrittenAnywhere() throws IOException {
        LeakScan scan = new LeakScan(people());

        scan.look("an answer", "no route to 13812345678 today");
        scan.look("an answer", "to=8613812345678");
        scan.look("an answer", "sent to LIN@example.com, then lin@example.com");

        assertThat(scan.leaks()).isEqualTo(4);
        assertThat(scan.found()).allSatisfy(place -> assertThat(place).contains("in an answer behind:"));
        // Where, and never what.
        assertThat(scan.found()).noneMatch(place -> place.contains("13812345678") || place.contains("lin@example.com"));
    }

    @Test
    void findsAddressesAndNamesAsAddressesOfTheWebAndJsonWriteThem() throws IOException {
        for (String spelling : List.of(
                "/api/profiles/lin%40example.com",
                "/q?name=%E6%9E%97%E5%B0%8F%E6%A2%85",
                "/q?name=%e6%9e%97%e5%b0%8f%e6%a2%85",
                "{\"name\": \"\\u6797\\u5c0f\\u6885\"}",
                "/q?to=%2B8613812345678",
                "dial 138 1234 5678",
                "dial 138-1234-5678",
                "dial 008613812345678")) {
            LeakScan scan = new LeakScan(people());
            scan.look("an answer", spelling);
            assertThat(scan.leaks()).as(spelling).isPositive();
        }
    }

    @Test
    void findsForeignNumbersAsTheyAreWrittenAtHome() {
        assertThat(Spellings.ofPhone("+1 212-555-0142"))
                .contains("12125550142", "2125550142", "212-555-0142", "(212) 555-0142");
        assertThat(Spellings.ofPhone("12345")).isEmpty();
    }

    @Test
    void findsSecretsInTheAppsLogsAndLeavesTheVendorsLogsAlone() throws IOException {
        Needles needles = new Needles();
        needles.add("secret", "a-hook-secret");
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Files.writeString(logs.resolve("sandbox.log"), "POST /hooks/aliyun/a/a-hook-secret");
        LeakScan clean = new LeakScan(needles);
        clean.lookAtLogs(logs);
        assertThat(clean.leaks()).isZero();

        Files.writeString(logs.resolve("app.log"), "first line\nPOST /hooks/aliyun/a/a-hook-secret\n");
        LeakScan scan = new LeakScan(needles);
        scan.lookAtLogs(logs);
        assertThat(scan.found()).singleElement().asString().startsWith("secret in log app.log behind:");
    }

    @Test
    void knowsTheKeysOfFilesAndOfSettings() throws IOException {
        String own = "b3duLWtleS1vZi10aGlzLWluc3RhbGxhdGlvbg";
        String given = "Z2l2ZW4tYnktdGhlLWVudmlyb25tZW50LWFzLWl0LWlz";
        Map<String, String> environment = Map.of("CARILLON_HOME", folder.toString(), "HOME", folder.toString());
        LaunchSettings bare = LaunchSettings.from(environment);
        Files.writeString(bare.folder().create().token(), "the-first-token");
        Needles withoutKeys = new Needles();
        withoutKeys.addSecrets(bare);
        assertThat(withoutKeys.count()).isEqualTo(1);

        Files.writeString(Files.createDirectories(folder.resolve("keys")).resolve("cipher.key"), own);
        Path certificates = Files.createDirectories(bare.folder().temporalCertificates());
        Files.writeString(certificates.resolve("client-key.pem"), own.toUpperCase(Locale.ROOT));
        Files.writeString(certificates.resolve("client.pem"), own.toLowerCase(Locale.ROOT));
        Map<String, String> more = new HashMap<>(environment);
        more.put("CARILLON_CIPHER_KEY", given);
        Needles needles = new Needles();
        needles.addSecrets(LaunchSettings.from(more));

        assertThat(needles.find("a line with " + own + " and " + given + " and " + own.toUpperCase(Locale.ROOT)))
                .hasSize(3);
        assertThat(needles.count()).as("a certificate is no secret").isEqualTo(4);
    }

    @Test
    void findsWhatAVendorOrAServerSaidOfAnAddressInTheLogsThatAFaultLeaves() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Files.writeString(logs.resolve("app-2.log"), "550 <lin@example.com> no such mailbox\n");
        Files.writeString(logs.resolve("postgres.log"), "DETAIL:  Key (phone)=(+8613812345678) already exists.\n");
        LeakScan scan = new LeakScan(people());
        scan.lookAtLogs(logs);
        scan.lookAt(new Histories.Told("campaign:1:batch:0001", "{\"message\": \"no mailbox lin@example.com\"}"));

        assertThat(Leaks.told(scan, new Console(System.out, false)))
                .anyMatch(leak -> leak.startsWith("leak: email in log app-2.log behind: 550"))
                .anyMatch(leak -> leak.contains("in log postgres.log behind: DETAIL"))
                .anyMatch(leak -> leak.startsWith("leak: email in Temporal campaign:1:batch:0001"));
    }

    @Test
    void whereTemporalTellsNothingNothingIsProved() throws IOException {
        Console console = new Console(System.out, false);
        LeakScan scan = new LeakScan(people());
        assertThat(Leaks.told(scan, console)).singleElement().asString().contains("no workflow");

        scan.lookAt(new Histories.Told("campaign:1", "{}"));
        assertThat(Leaks.told(scan, console)).isEmpty();
    }

    @Test
    void searchesForEverybodyShareByShare() throws IOException {
        Path csv = Files.write(
                folder.resolve("many.csv"),
                List.of(
                        "external_id,name,gender,phone,phone_2,email,fcm_token,wechat_openid,unionid",
                        "A1,,f,,,one@example.com,,,",
                        "A2,,f,,,two@example.com,,,",
                        "A3,,f,,,three@example.com,,,"));
        LeakScan scan = new LeakScan(new Needles());
        for (int number = 0; number < 2; number++) {
            Needles needles = new Needles();
            needles.addPeople(csv, new Needles.Share(number, 2));
            scan.searchFor(needles);
            scan.look("an answer", "one@example.com two@example.com three@example.com");
        }
        assertThat(scan.leaks()).isEqualTo(3);
    }

    @Test
    void whatIsPublicIsNoLeak() throws IOException {
        Needles needles = people();
        needles.forgetPublic("an example: lin@example.com");
        LeakScan scan = new LeakScan(needles);

        scan.look("an answer", "lin@example.com");
        scan.look("an answer", "/api/profiles/lin%40example.com");
        assertThat(scan.leaks()).isZero();
        scan.look("an answer", "13812345678");
        assertThat(scan.leaks()).isEqualTo(1);
    }

    private Needles people() throws IOException {
        Needles needles = new Needles();
        needles.addPeople(
                Files.write(
                        folder.resolve("customers.csv"),
                        List.of(
                                "external_id,name,gender,phone,phone_2,email,fcm_token,wechat_openid,unionid",
                                "A1,林小梅,f,+8613812345678,,lin@example.com,,,")),
                Needles.Share.ALL);
        return needles;
    }
}
