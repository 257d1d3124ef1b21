package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsFileTest {
    private static final Set<String> EVERYBODY = Set.of("fcm", "wechat", "aliyun", "twilio", "smtp");
    private static final YAMLMapper YAML = new YAMLMapper();

    @TempDir
    private Path folder;

    @Test
    void hasASandboxAccountForEachVendorAndNoLiveOne() throws IOException {
        JsonNode accounts = accounts(EVERYBODY);

        assertThat(accounts)
                .extracting(account -> account.path("vendor").asText())
                .containsExactlyInAnyOrderElementsOf(EVERYBODY);
        assertThat(accounts).allSatisfy(account -> {
            assertThat(account.path("mode").asText()).isEqualTo("sandbox");
            assertThat(account.path("name").asText()).matches("[a-z0-9-]+");
            assertThat(account.path("rate").path("limit").asDouble()).isPositive();
            assertThat(account.toString()).contains("127.0.0.1");
        });
    }

    @Test
    void namesEverySecretThatItPutsIntoTheAppsEnvironment() throws IOException {
        List<String> named = new ArrayList<>();
        accounts(EVERYBODY)
                .forEach(account -> account.path("secrets").forEach(variable -> named.add(variable.asText())));

        assertThat(new SandboxAccounts(settings()).secrets().keySet()).containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void leavesOutWhomTheSandboxDoesNotPlay() throws IOException {
        assertThat(accounts(Set.of("smtp", "fcm")))
                .extracting(account -> account.path("name").asText())
                .containsExactly("shop-push", "shop-mail");
    }

    @Test
    void hasTheAccountsThatTheShippedCampaignsBindTo() throws IOException {
        List<String> names = new ArrayList<>();
        accounts(EVERYBODY).forEach(account -> names.add(account.path("name").asText()));
        for (String file : List.of("demo-campaign.yaml", "mid-autumn-campaign.yaml")) {
            List<String> bound = new ArrayList<>();
            YAML.readTree(Path.of("workflows", file).toFile())
                    .at("/message/overrides")
                    .forEach(form -> form.path("bindings").fieldNames().forEachRemaining(bound::add));

            assertThat(bound).as(file).isNotEmpty();
            assertThat(names).as(file).containsAll(bound);
        }
    }

    @Test
    void givesTheSandboxTheSameSecretsAsTheApp() {
        SandboxAccounts accounts = new SandboxAccounts(settings());
        Map<String, String> secrets = accounts.secrets();

        assertThat(accounts.sandboxSettings().split(";"))
                .contains(
                        "twilio.token=" + secrets.get("SANDBOX_TWILIO_TOKEN"),
                        "aliyun.accessKeySecret=" + secrets.get("SANDBOX_ALIYUN_SECRET"),
                        "smtp.hookSecret=" + secrets.get("SANDBOX_SMTP_HOOK"),
                        "wechat.aesKey=" + secrets.get("SANDBOX_WECHAT_AES_KEY"));
    }

    private JsonNode accounts(Set<String> vendors) throws IOException {
        return YAML.readTree(new AccountsFile(settings()).yaml(vendors)).path("accounts");
    }

    private LaunchSettings settings() {
        return LaunchSettings.from(Map.of("CARILLON_CHECKOUT", folder.toString(), "HOME", folder.toString()));
    }
}
