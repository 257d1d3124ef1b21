package io.carillon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.access.Audit;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.problem.Finding;
import io.carillon.vault.InstallationMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsStartTest {
    private static final String TWO = """
            accounts:
              - name: big-bell
                vendor: test-bell
                kind: sms
                mode: sandbox
                purpose: marketing
                rank: 10
                countries: [US, GB]
                rate: {limit: 200, unit: messages}
                price: {amount: 0.045, currency: CNY}
                settings: {tower: north, port: 2525}
                secrets: {rope: TEST_ROPE}
              - {name: small-bell, vendor: test-bell, kind: sms, mode: sandbox, rate: {limit: 5}, settings: {tower: s}, secrets: {rope: TEST_ROPE}}
            """;

    private static final Sql SQL = TestDatabase.freshSql();

    private InstallationMode mode = InstallationMode.LOCAL;
    private boolean refusesLive;

    private final HeardEvent<AccountOpened> opened = new HeardEvent<>();
    private final HeardEvent<AccountDisabled> disabled = new HeardEvent<>();

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void beginWithoutAccounts() {
        SQL.update("delete from vendor_account");
        file = folder.resolve("accounts.yaml");
    }

    @Test
    void bringsTheFileIntoTheDatabase() throws IOException {
        start(TWO);

        VendorAccount account = accounts().find("big-bell").orElseThrow();
        assertThat(account.kind()).isEqualTo(ChannelKind.SMS);
        assertThat(account.purpose()).isEqualTo(Purpose.MARKETING);
        assertThat(account.countries()).containsExactlyInAnyOrder("US", "GB");
        assertThat(account.rateLimit()).isEqualTo(new RateLimit(200, RateLimit.Unit.MESSAGES));
        assertThat(account.price().amount()).isEqualByComparingTo("0.045");
        assertThat(account.setting("port")).isEqualTo("2525");
        assertThat(account.secret("rope")).isEqualTo("value of TEST_ROPE");
        assertThat(accounts().of(ChannelKind.SMS))
                .extracting(VendorAccount::name)
                .containsExactly("big-bell", "small-bell");
        assertThat(accounts().of(ChannelKind.PUSH)).isEmpty();
    }

    @Test
    void takesJsonToo() throws IOException {
        start(
                "{\"accounts\": [{\"name\": \"b\", \"vendor\": \"test-bell\", \"kind\": \"sms\", \"mode\": \"sandbox\","
                        + " \"rate\": {\"limit\": 1}, \"settings\": {\"tower\": \"n\"}, \"secrets\": {\"rope\": \"TEST_ROPE\"}}]}");
        assertThat(accounts().find("b")).isPresent();
    }

    @Test
    void changesNothingWhenTheFileIsTheSame() throws IOException {
        start(TWO);
        List<Instant> before = updatedAt();
        start(TWO);
        assertThat(updatedAt()).isEqualTo(before);
    }

    @Test
    void theFileWinsOverWhatCameFromItAndLeavesTheBucketAlone() throws IOException {
        start(TWO);
        SQL.update("update vendor_account set tokens = 42");
        start(TWO.replace("limit: 200", "limit: 300"));
        assertThat(accounts().find("big-bell").orElseThrow().rateLimit().perSecond())
                .isEqualTo(300);
        double tokens = SQL.one("select tokens from vendor_account where name = 'big-bell'", row -> row.getDouble(1));
        assertThat(tokens).isEqualTo(42);
    }

    @Test
    void disablesWhatIsNoLongerInTheFileAndEnablesItAgain() throws IOException {
        start(TWO);
        start(TWO.substring(0, TWO.indexOf("  - {name: small")));
        assertThat(accounts().find("small-bell")).isEmpty();
        assertThat(disabled.heard()).containsExactly(new AccountDisabled("small-bell", ChannelKind.SMS));
        start(TWO);
        assertThat(accounts().find("small-bell")).isPresent();
    }

    @Test
    void leavesAloneWhatSomebodyChanged() throws IOException {
        start(TWO);
        VendorAccount mine = accounts().find("small-bell").orElseThrow();
        store().put(mine, Map.of("rope", "TEST_OTHER"), "anna");
        start(TWO);
        assertThat(store().find("small-bell").orElseThrow().secretNames()).containsEntry("rope", "TEST_OTHER");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test-bell|test-gong|no adapter for the vendor test-gong",
                "kind: sms|kind: push|test-bell sends sms",
                "kind: sms|kind: pigeon|kind must be one of",
                "mode: sandbox|mode: maybe|mode must be one of",
                "limit: 200|limit: 0|rate.limit",
                "limit: 200|limit: .nan|line 9",
                "limit: 200|limit: 2000000|rate.limit",
                "unit: messages|unit: pigeons|rate/unit must be one of",
                "amount: 0.045|amount: -1|price.amount",
                "amount: 0.045|amount: 0.0000001|price.amount",
                "currency: CNY|currency: YUAN|ISO 4217",
                "[US, GB]|[USA]|ISO 3166",
                "rank: 10|rank: -1|rank",
                "TEST_ROPE|UNSET_ROPE|UNSET_ROPE is not set",
                "TEST_ROPE|CARILLON_CIPHER_KEY|Carillon's own",
                "tower: north|tour: north|The account needs tower",
                "port: 2525|prot: 2525|Did you mean port?",
                "{rope: TEST_ROPE}|{rope: TEST_ROPE, bell: TEST_ROPE}|There is no secret bell for test-bell; there are rope",
                "rank: 10|rnak: 10|rnak",
                "rank: 10|rank: ten|accounts[0]",
                "big-bell|Big Bell|name of an account",
                "big-bell|small-bell|twice",
                "accounts:|account:|one list 'accounts'",
            })
    void saysWhatIsWrongWithAFile(String found, String written, String sentence) throws IOException {
        assertThatThrownBy(() -> start(TWO.replace(found, written)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(sentence);
    }

    @Test
    void namesTheLineOfAFileThatIsNoYaml() {
        assertThatThrownBy(() -> start("accounts:\n  - {name: a\n  - b"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("line 3");
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> starter(config(file)).bring())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARILLON_ACCOUNTS");
    }

    @Test
    void neverShowsASecretThatStandsWhereItsNameBelongs() {
        assertThatThrownBy(() -> start(TWO.replace("TEST_ROPE", "hunter2-secret")))
                .hasMessageContaining("environment variable")
                .hasMessageNotContaining("hunter2-secret");
    }

    @Test
    void aSandboxAccountStopsProductionByName() throws IOException {
        mode = InstallationMode.PRODUCTION;
        assertThatThrownBy(() -> start(TWO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("big-bell must not be a sandbox account");
        assertThatCode(() -> start(TWO.replace("mode: sandbox", "mode: live"))).doesNotThrowAnyException();
    }

    @Test
    void aSandboxAccountInTheDatabaseStopsProductionToo() throws IOException {
        start(TWO);
        mode = InstallationMode.PRODUCTION;
        assertThatThrownBy(() -> starter(config(null)).bring()).hasMessageContaining("big-bell");
        assertThat(accounts().all()).isEmpty();
    }

    @Test
    void aStoredAccountWhoseSecretIsGoneStopsProductionOnly() throws IOException {
        start(TWO.replace("mode: sandbox", "mode: live"));
        SQL.update("update vendor_account set secrets = '{\"rope\": \"UNSET_ROPE\"}' where name = 'big-bell'");
        assertThatCode(() -> starter(config(null)).bring()).doesNotThrowAnyException();
        mode = InstallationMode.PRODUCTION;
        assertThatThrownBy(() -> starter(config(null)).bring()).hasMessageContaining("UNSET_ROPE");
    }

    @Test
    void aFileThatWorkedWithASettingThatNobodyReadsWorksStill() throws IOException {
        String old = TWO.replace("port: 2525", "prot: 2525");
        start(TWO);
        SQL.update(
                "update vendor_account set settings = settings - 'port' || '{\"prot\": \"2525\"}' where name = 'big-bell'");

        assertThatCode(() -> start(old)).doesNotThrowAnyException();
        assertThat(accounts().find("big-bell").orElseThrow().settings()).containsEntry("prot", "2525");
        assertThatThrownBy(() -> start(old.replace("tower: s", "tower: s, prot: 1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("account small-bell, /settings/prot");
    }

    @Test
    void refusesLiveAccountsByNameWhereAskedTo() throws IOException {
        start(TWO.replace("mode: sandbox", "mode: live"));
        refusesLive = true;
        assertThatThrownBy(() -> starter(config(null)).bring()).hasMessageContaining("big-bell");
        assertThat(accounts().find("big-bell")).isEmpty();
    }

    @Test
    void opensAnAccountThatTheFileChanged() throws IOException {
        start(TWO);
        SQL.update("update vendor_account set closed_since = clock_timestamp() - interval '1 hour',"
                + " closed_until = clock_timestamp() + interval '1 hour'");
        start(TWO.replace("limit: 200", "limit: 300"));

        assertThat(new Closures(SQL).now()).containsOnlyKeys("small-bell");
        assertThat(opened.heard()).last().isEqualTo(new AccountOpened("big-bell", ChannelKind.SMS, true));
    }

    @Test
    void aVendorThatHasSentIsNotChangedByTheFileUnlessTheAccountIsRests() throws IOException {
        start(TWO);
        SQL.update("update vendor_account set vendor = 'test-gong' where name = 'small-bell'");
        assertThatThrownBy(() -> start(TWO)).hasMessageContaining("small-bell has sent by test-gong");

        SQL.update("update vendor_account set updated_by = 'operator' where name = 'small-bell'");
        start(TWO);
        assertThat(store().find("small-bell").orElseThrow().account().vendor()).isEqualTo("test-gong");
    }

    /** Every account has sent. */
    private static final class Sent implements AccountUse {
        @Override
        public List<Finding> trouble(String account, Locale language) {
            return List.of();
        }

        @Override
        public boolean hasSent(String account) {
            return true;
        }
    }

    private void start(String yaml) throws IOException {
        Files.writeString(file, yaml);
        starter(config(file)).bring();
    }

    private AccountsStart starter(AccountsConfig config) {
        AccountChanges changes =
                new AccountChanges(store(), new Closures(SQL), opened, disabled, new Audit(SQL, new ObjectMapper()));
        return new AccountsStart(
                config, store(), rules(config), new VendorChange(store(), List.of(new Sent())), changes);
    }

    private AccountStore store() {
        return new AccountStore(SQL, new ObjectMapper(), rules(config(null)));
    }

    private VendorAccounts accounts() {
        return new VendorAccounts(store(), rules(config(null)));
    }

    private static AccountRules rules(AccountsConfig config) {
        return new AccountRules(new Adapters(List.of(new BellAdapter())), new TestSecrets(), config);
    }

    private AccountsConfig config(Path accounts) {
        return new AccountsConfig() {
            @Override
            public InstallationMode mode() {
                return mode;
            }

            @Override
            public Optional<Path> accounts() {
                return Optional.ofNullable(accounts);
            }

            @Override
            public boolean refuseLive() {
                return refusesLive;
            }

            @Override
            public Optional<Set<String>> accountHosts() {
                return Optional.empty();
            }
        };
    }

    private List<Instant> updatedAt() {
        return SQL.list("select updated_at from vendor_account order by name", row -> Sql.instant(row, "updated_at"));
    }
}
