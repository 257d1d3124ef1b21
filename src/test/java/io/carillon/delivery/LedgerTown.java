package io.carillon.delivery;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.BubbleAdapter;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.LetterAdapter;
import io.carillon.channel.RingAdapter;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import io.carillon.delivery.dispatch.DispatchReport;
import io.carillon.delivery.dispatch.Dispatcher;
import io.carillon.delivery.run.Freezer;
import io.carillon.delivery.settle.BatchPlan;
import io.carillon.delivery.settle.Settler;
import io.carillon.delivery.view.Figures;
import io.carillon.vault.Vault;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A town of its own for each test of the ledger: people with phones and mailboxes, two accounts, a campaign launched over REST,
 * and the test in the place of the workflow that settles and dispatches.
 */
@Singleton
public class LedgerTown {
    private final Sql sql;
    private final Vault vault;
    private final VendorAccounts accounts;
    private final Freezer freezer;
    private final Settler settler;
    private final Dispatcher dispatcher;
    private final Figures figures;
    private final Path data;
    public final RingAdapter sms;
    public final LetterAdapter email;
    public final BubbleAdapter wechat;

    private String city = "";
    private List<String> silenced = List.of();
    private long run;

    LedgerTown(
            Sql sql,
            Vault vault,
            VendorAccounts accounts,
            Freezer freezer,
            Settler settler,
            Dispatcher dispatcher,
            Figures figures,
            RingAdapter sms,
            LetterAdapter email,
            BubbleAdapter wechat,
            @ConfigProperty(name = "carillon.data") Path data) {
        this.sql = sql;
        this.vault = vault;
        this.accounts = accounts;
        this.freezer = freezer;
        this.settler = settler;
        this.dispatcher = dispatcher;
        this.figures = figures;
        this.sms = sms;
        this.email = email;
        this.wechat = wechat;
        this.data = data;
    }

    /** An empty town with both accounts, at a rate nobody meets. */
    public void found() {
        city = "town-" + UUID.randomUUID();
        sms.forget();
        email.forget();
        wechat.forget();
        // Whatever accounts other tests have left would be chosen among too.
        silenced = sql.list(
                "update vendor_account set disabled_at = clock_timestamp() where disabled_at is null returning name",
                row -> row.getString(1));
        account("bubble", "test-bubble", "wechat", 100_000);
        account("ring", "test-ring", "sms", 100_000);
        account("letter", "test-letter", "email", 100_000);
    }

    /** So that other tests find the accounts they know. */
    public void leave() {
        clockBy(Duration.ZERO);
        sql.update("delete from vendor_account where name in ('ring', 'letter', 'bubble', 'a-bell')");
        sql.update("update vendor_account set disabled_at = null where name = any (?)", (Object)
                silenced.toArray(String[]::new));
        accounts.forget();
    }

    public void account(String name, String vendor, String kind, int perSecond) {
        sql.update("""
                insert into vendor_account (name, vendor, kind, mode, rank, rate_limit, price, tokens) values (?, ?, ?, 'sandbox', 1, ?, 0.05, ?)
                on conflict (name) do update set rate_limit = excluded.rate_limit, tokens = excluded.tokens, closed_until = null""", name, vendor, kind, perSecond, (double) perSecond);
        accounts.forget();
    }

    /** A person with consent on both channels; answers the profile's id. */
    public long person(String name) {
        long id = stranger(name);
        consent(id, "sms", "granted");
        consent(id, "email", "granted");
        return id;
    }

    /** A person who has agreed to nothing yet; answers the profile's id. */
    public long stranger(String name) {
        return sql.one(
                "insert into profile (external_id, identity_hash, name, city) values (?, ?, ?, ?) returning id",
                row -> row.getLong(1),
                city + name,
                (city + name).getBytes(StandardCharsets.UTF_8),
                name,
                city);
    }

    public void consent(long profile, String channel, String state) {
        sql.update(
                "insert into consent_record (profile_id, channel, purpose, state, at, source, actor)"
                        + " values (?, ?, 'marketing', ?, clock_timestamp(), 'test', 'test')",
                profile,
                channel,
                state);
    }

    /** The address is made this town's own, so that towns do not share it. */
    public String phone(long profile, String number) {
        return address(profile, "phone", city + number);
    }

    /** An account beside the others for people whose phones are in that country; everybody else's are in China from now on. */
    public void accountAbroad(String name, int perSecond, String country, String... people) {
        account(name, "test-ring", "sms", perSecond);
        sql.update("update vendor_account set countries = ? where name = ?", new String[] {country}, name);
        sql.update("update vendor_account set countries = '{CN}' where name <> ? and kind = 'sms'", name);
        sql.update(
                "update address a set region = case when p.name = any (?) then ? else 'CN' end"
                        + " from profile p where p.id = a.profile_id and a.kind = 'phone'",
                people,
                country);
        accounts.forget();
    }

    public String mailbox(long profile, String name) {
        return address(profile, "mailbox", name + "@" + city);
    }

    /** An openid whose owner follows, and granted so many messages of template TM1. */
    public String openid(long profile, String name, int grants) {
        String openid = address(profile, "openid", city + name);
        consent(profile, "wechat", "granted");
        sql.update(
                "insert into wechat_grant (address_hash, template, remaining) values (?, 'TM1', ?)",
                vault.hash("openid", "", openid),
                grants);
        return openid;
    }

    public int grants(String openid) {
        return sql.one("select remaining from wechat_grant where address_hash = ?", row -> row.getInt(1), (Object)
                vault.hash("openid", "", openid));
    }

    private String address(long profile, String kind, String value) {
        sql.update(
                "insert into address (profile_id, kind, cipher, hash, region, source) values (?, ?, ?, ?, 'CN', 'test')",
                profile,
                kind,
                vault.encrypt(value, "address"),
                vault.hash(kind, "", value));
        return value;
    }

    /** Many people of one time zone, with nothing else. */
    public void crowd(String zone, int people) {
        sql.update(
                "insert into profile (external_id, identity_hash, city, time_zone)"
                        + " select ? || x, convert_to(? || x, 'UTF8'), ?, ? from generate_series(1, ?) x",
                city + zone,
                city + zone,
                city,
                zone,
                people);
    }

    /** Several people with a phone and a mailbox each. */
    public void people(int count) {
        people("", count);
    }

    /** Others, whose names begin so. */
    public void people(String name, int count) {
        for (int i = 0; i < count; i++) {
            somebody(name + i);
        }
    }

    /** With a phone and a mailbox; answers the phone. */
    public String somebody(String name) {
        long id = person("p" + name);
        mailbox(id, "m" + name);
        return phone(id, "-" + name);
    }

    /** The first claim of an account that was just opened is of one message: somebody's, who stays in the town. */
    public void warmUp() {
        people("first", 1);
        launch("");
        work();
    }

    /** As of two devices that were sent to together: a person's other address was refused beside the one that was tried. */
    public void otherAddressRefused(long run, long person) {
        sql.update("""
                insert into attempt (run_id, delivery_id, no, batch_no, kind, channel, account, address_id, address_hash, state, reason,
                                     claim_token, claimed_at, lease_until, outcome_at, currency)
                select a.run_id, a.delivery_id, 2, a.batch_no, a.kind, a.channel, a.account, o.id, o.hash, 'refused', 'policy_refused',
                       a.claim_token, a.claimed_at, a.lease_until, a.outcome_at, a.currency
                  from attempt a join address o on o.profile_id = ? and o.kind = 'phone' and o.id <> a.address_id
                 where a.run_id = ?""", person, run);
    }

    /** Launches over sms, then email; {@code more} are further lines under channels. Answers the run. */
    public long launch(String more) {
        return launch(more, "{ start: now, zone: Asia/Shanghai }");
    }

    public long launch(String more, String schedule) {
        return launchOver("sms, email", more, schedule);
    }

    /** Launches over sms, then email; {@code text} is what the sms says. */
    public long launchSaying(String text) {
        return launchSayingAll("zh: \"" + text + "\"");
    }

    /** Launches over sms, then email, with an sms of its own in Chinese and in English. */
    public long launchInTwoLanguages() {
        return launchSayingAll("zh: \"好礼\", en: \"A gift\"");
    }

    private long launchSayingAll(String texts) {
        return launchOver("sms, email", "", "{ start: now, zone: Asia/Shanghai }", "sms: { text: { " + texts + " } },");
    }

    /** Launches over WeChat, then email. */
    public long launchOverWechat() {
        return launchOver("wechat, email", "");
    }

    /** Launches over channels in this order; {@code more} are further lines under channels. */
    public long launchOver(String order, String more) {
        return launchOver(order, more, "{ start: now, zone: Asia/Shanghai }");
    }

    private long launchOver(String order, String more, String schedule) {
        return launchOver(order, more, schedule, "");
    }

    private long launchOver(String order, String more, String schedule, String override) {
        String definition = """
                kind: campaign
                name: Town
                purpose: marketing
                segment: { trait: city, eq: %s }
                message:
                  defaultLocale: zh
                  title: { zh: 好礼 }
                  text: { zh: "${name!'会员'}，好礼" }
                  overrides: { %s wechat.subscribe: { bindings: { bubble: { template: TM1, data: { thing1: 好礼 } } } } }
                channels:
                  order: [%s]
                %s
                schedule: %s
                """.formatted(city, override, order, more, schedule);
        Response made = api().contentType("application/yaml; charset=utf-8")
                .body(definition.getBytes(StandardCharsets.UTF_8))
                .post("/api/campaigns");
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        run = made.jsonPath().getLong("id");
        Response launched = api().post("/api/campaigns/" + run + "/launch");
        assertThat(launched.statusCode()).as(launched.asString()).isEqualTo(202);
        freezer.freeze(run);
        sql.update("update run set state = 'running' where id = ?", run);
        sql.update("update batch set stage = 'sending' where run_id = ?", run);
        return run;
    }

    /** Settles once. */
    public BatchPlan settle() {
        return settler.settle(run, 1, now());
    }

    /** Dispatches a channel once. */
    public DispatchReport dispatch(ChannelKind kind) {
        return dispatcher.dispatch(run, 1, kind, now(), soFar -> {});
    }

    /** Settles and dispatches as the workflow does, until nothing is due now; the sum is looked at after every step. */
    public BatchPlan work() {
        for (int turn = 0; turn < 50; turn++) {
            BatchPlan plan = settle();
            assertSum();
            if (plan.due().isEmpty()) {
                return plan;
            }
            plan.due().forEach(due -> {
                dispatch(ChannelKind.of(due.channel()));
                assertSum();
            });
        }
        throw new AssertionError("The batch does not come to rest");
    }

    public void assertSum() {
        assertThat(figures.sum(run).holds()).as("sum of run " + run).isTrue();
        api().get("/api/campaigns/" + run + "/reconciliation")
                .then()
                .body("agrees", org.hamcrest.Matchers.equalTo(true));
    }

    /** How many deliveries there are, by state and reason, such as {@code failed no_address}. */
    public Map<String, Long> states() {
        Map<String, Long> states = new TreeMap<>();
        sql.list(
                "select concat_ws(' ', state, reason) as s, count(*) as n from delivery where run_id = ? group by 1",
                row -> states.put(row.getString("s"), row.getLong("n")),
                run);
        return states;
    }

    /** Attempts by channel and state, such as {@code sms accepted}. */
    public Map<String, Long> attempts() {
        Map<String, Long> states = new TreeMap<>();
        sql.list(
                "select kind || ' ' || state as s, count(*) as n from attempt where run_id = ? group by 1",
                row -> states.put(row.getString("s"), row.getLong("n")),
                run);
        return states;
    }

    /** Shifts the clock that decides whether a message may leave, and the test's own. */
    public void clockBy(Duration time) {
        sql.update("update installation set clock_offset = ? * interval '1 second'", time.toSeconds());
    }

    public Instant now() {
        return sql.one("select carillon_now()", row -> row.getObject(1, java.time.OffsetDateTime.class))
                .toInstant();
    }

    public RequestSpecification api() {
        try {
            return given().header(
                            "Authorization",
                            "Bearer " + Files.readString(data.resolve("token")).strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
