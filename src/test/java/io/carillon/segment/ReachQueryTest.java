package io.carillon.segment;

import static io.carillon.segment.People.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.profile.ConsentRules;
import io.carillon.segment.Compilation.Compiled;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReachQueryTest {
    private static final Compiled EVERYONE =
            SegmentCompiler.compile(rule("{'everyone':true}"), "").orElseThrow();
    private static final List<ChannelKind> ALL = List.of(ChannelKind.values());
    private Sql sql;
    private People people;
    private ReachQuery query;

    @BeforeEach
    void database() {
        sql = TestDatabase.freshSql();
        people = new People(sql);
        query = new ReachQuery(sql, ConsentRules.shipped());
    }

    @Test
    void tellsForEachChannelWhyPeopleCannotBeReached() {
        long ready = withPhone("ready", "granted");
        people.address(ready, "openid", "o-ready", null);
        people.grant("o-ready");
        withPhone("silent", null);
        withPhone("out", "withdrawn");
        withPhone("banned", "granted");
        people.suppress("banned", "person");
        withPhone("banned-number", "granted");
        people.suppress("phone-banned-number", "phone");
        long fan = people.add("fan", "上海", "{}");
        people.address(fan, "openid", "o-fan", null);
        people.address(fan, "device_token", "t-fan", null);

        Reach reach = query.reach(EVERYONE, Purpose.MARKETING, ALL, true);

        assertThat(reach.people()).isEqualTo(6);
        assertThat(reach.withAddress(ChannelKind.SMS)).isEqualTo(5);
        assertThat(reach.reachable(ChannelKind.SMS)).isEqualTo(1);
        assertThat(reach.gaps(ChannelKind.SMS))
                .containsOnly(
                        entry("no_consent", 1L),
                        entry("opted_out", 1L),
                        entry("suppressed", 2L),
                        entry("no_address", 1L));
        assertThat(reach.reachable(ChannelKind.PUSH)).isEqualTo(1);
        assertThat(reach.reachable(ChannelKind.WECHAT)).isEqualTo(1);
        assertThat(reach.gaps(ChannelKind.WECHAT)).containsEntry("no_grant", 1L);
        assertThat(reach.reachable(List.of(ChannelKind.values()))).isEqualTo(2);
    }

    @Test
    void aTokenThatNoAdapterTakesIsNoAddress() {
        long apple = people.add("apple", "上海", "{}");
        people.address(apple, "device_token", "t-apple", null);
        long both = people.add("both", "上海", "{}");
        people.address(both, "device_token", "t-both", null);
        sql.update("update address set platform = 'apns'");
        people.address(both, "device_token", "t-google", null);

        for (boolean isDetailed : List.of(true, false)) {
            Reach reach = query.reach(EVERYONE, Purpose.MARKETING, List.of(ChannelKind.PUSH), isDetailed);
            assertThat(reach.withAddress(ChannelKind.PUSH)).isEqualTo(1);
            assertThat(reach.reachable(ChannelKind.PUSH)).isEqualTo(1);
            assertThat(reach.gaps(ChannelKind.PUSH)).containsOnly(entry("no_address", 1L));
        }
    }

    @Test
    void serviceMessagesNeedNoConsentButAWithdrawalStands() {
        withPhone("silent", null);
        long out = withPhone("out", null);
        sql.update(
                "insert into consent_record (profile_id, channel, purpose, state, at, source, actor)"
                        + " values (?, 'sms', 'service', 'withdrawn', now(), 'test', 'test')",
                out);

        Reach reach = query.reach(EVERYONE, Purpose.SERVICE, ALL, true);

        assertThat(reach.reachable(ChannelKind.SMS)).isEqualTo(1);
        assertThat(reach.gaps(ChannelKind.SMS)).isEqualTo(Map.of("opted_out", 1L));
    }

    @Test
    void closedAddressesDoNotCountAndNobodyCountsTwice() {
        long two = withPhone("two", "granted");
        people.address(two, "phone", "second", "US");
        long closed = withPhone("closed", "granted");
        sql.update("update address set status = 'dead' where profile_id = ?", closed);

        Reach reach = query.reach(EVERYONE, Purpose.MARKETING, ALL, true);

        assertThat(reach.people()).isEqualTo(2);
        assertThat(reach.withAddress(ChannelKind.SMS)).isEqualTo(1);
        assertThat(reach.groups().stream()
                        .filter(group -> group.on(ChannelKind.SMS).isReachable())
                        .map(group -> group.on(ChannelKind.SMS).region()))
                .containsExactly("US");
    }

    @Test
    void takesTheAddressThatTheClaimWouldTake() {
        long one = withPhone("one", "granted");
        people.address(one, "phone", "one-used", "GB");
        people.address(one, "phone", "one-newest", "US");
        sql.update("update address set last_success_at = now() where hash = ?", (Object) People.hash("one-used"));
        people.address(one, "openid", "o-granted", null);
        people.address(one, "openid", "o-newer", null);
        people.grant("o-granted");
        sql.update("update address set scope = 'wx-' || convert_from(hash, 'UTF8') where kind = 'openid'");

        Reach.Group group =
                query.reach(EVERYONE, Purpose.MARKETING, ALL, true).groups().get(0);

        assertThat(group.on(ChannelKind.SMS).region()).isEqualTo("GB");
        assertThat(group.on(ChannelKind.WECHAT).scope()).isEqualTo("wx-o-granted");
        assertThat(group.on(ChannelKind.WECHAT).isReachable()).isTrue();
    }

    @Test
    void aGrantCountsForItsTemplateOnly() {
        long one = people.add("one", "Oslo", "{}");
        people.address(one, "openid", "o-granted", null);
        people.address(one, "openid", "o-newer", null);
        people.grant("o-granted");
        sql.update("insert into wechat_grant (address_hash, template, remaining) values (?, 'OTHER', 1)", (Object)
                People.hash("o-newer"));
        sql.update("update address set scope = 'wx-' || convert_from(hash, 'UTF8') where kind = 'openid'");

        assertThat(onWechat("TM1").isReachable()).isTrue();
        assertThat(onWechat("TM1").scope()).isEqualTo("wx-o-granted");
        assertThat(onWechat("OTHER").scope()).isEqualTo("wx-o-newer");
        assertThat(onWechat("TM2").reason()).isEqualTo("no_grant");
        assertThat(onWechat("TM2", "OTHER").isReachable()).isTrue();
    }

    private Standing onWechat(String... templates) {
        return query.reachAndLacks(EVERYONE, Purpose.MARKETING, new Needs(List.of(), List.of(templates)))
                .groups()
                .get(0)
                .on(ChannelKind.WECHAT);
    }

    @Test
    void asksForNothingButTheChannelsWanted() {
        long id = withPhone("ready", "granted");
        people.address(id, "mailbox", "m", null);
        people.suppress("m", "mailbox");

        Reach reach = query.reach(EVERYONE, Purpose.MARKETING, List.of(ChannelKind.SMS), false);

        assertThat(reach.groups()).hasSize(1);
        assertThat(reach.groups().get(0).standings()).containsOnlyKeys(ChannelKind.SMS);
        // a suppressed mailbox ends the person, on a channel that was not asked about too
        assertThat(reach.gaps(ChannelKind.SMS)).containsOnly(entry("suppressed", 1L));
    }

    @Test
    void figuresAndPeopleAgreeForARuleAndForEverybody() {
        for (int i = 0; i < 40; i++) {
            long id = people.add("p" + i, i % 2 == 0 ? "上海" : "杭州", "{}");
            people.address(id, "mailbox", "m" + i, null);
            people.address(id, "mailbox", "n" + i, null);
            if (i % 3 > 0) {
                people.consent(id, "email", i % 3 == 1 ? "granted" : "withdrawn");
            }
        }
        sql.update("update address set status = 'bounced' where profile_id % 5 < 2");
        sql.update("update address set status = 'invalid' where profile_id % 5 < 2 and id % 2 = 0");
        Compiled city =
                SegmentCompiler.compile(rule("{'trait':'city','eq':'上海'}"), "").orElseThrow();

        for (Compiled rule : List.of(EVERYONE, city)) {
            Reach reach = query.reach(rule, Purpose.MARKETING, List.of(ChannelKind.EMAIL), false);
            ReachQuery.Wanted wanted = new ReachQuery.Wanted(ChannelKind.EMAIL, null, null);
            var found =
                    query.unreached(rule, Purpose.MARKETING, wanted, 0, 1000).found();
            assertThat(found.stream()
                            .collect(Collectors.groupingBy(ReachQuery.Unreached::reason, Collectors.counting())))
                    .isEqualTo(reach.gaps(ChannelKind.EMAIL))
                    .hasSize(3);
            assertThat(reach.withoutAddress(ChannelKind.EMAIL)).containsOnlyKeys("bounced");
            assertThat(reach.gaps(ChannelKind.EMAIL))
                    .isEqualTo(query.reach(rule, Purpose.MARKETING, ALL, true).gaps(ChannelKind.EMAIL));
        }
    }

    @Test
    void readsEachTableOnceAndSortsNothingForEverybody() {
        sql.update("insert into profile (external_id, identity_hash)"
                + " select 'p' || i, convert_to('p' || i, 'UTF8') from generate_series(1, 5000) i");
        sql.update("insert into address (profile_id, kind, cipher, hash, source)"
                + " select id, 'mailbox', identity_hash, identity_hash, 'test' from profile");
        List<Object> binds = new ArrayList<>();
        String person = new ReachFacts(ConsentRules.shipped(), ALL, Purpose.MARKETING, false)
                .person(EVERYONE, "", List.of(), binds);

        List<String> plan = plan(person + " select bits, count(*) from person group by bits", binds);

        assertThat(plan).noneMatch(line -> line.contains("Sort") || line.contains("Merge Join"));
        assertThat(plan.stream().filter(line -> line.contains("on consent"))).hasSize(1);
    }

    @Test
    void aPageOfPeopleReadsOnlyItsStretchOfAddressesAndConsents() {
        sql.update("insert into profile (external_id, identity_hash)"
                + " select 'p' || i, convert_to('p' || i, 'UTF8') from generate_series(1, 5000) i");
        sql.update("insert into address (profile_id, kind, cipher, hash, source)"
                + " select id, 'mailbox', identity_hash, identity_hash, 'test' from profile");
        sql.update("insert into consent_record (profile_id, channel, purpose, state, at, source, actor)"
                + " select id, 'email', 'marketing', 'withdrawn', now(), 't', 't' from profile");
        sql.run("analyze");
        List<Object> binds = new ArrayList<>();
        String person = new ReachFacts(ConsentRules.shipped(), List.of(ChannelKind.EMAIL), Purpose.MARKETING, false)
                .person(EVERYONE, " and p.id > ? order by p.id limit ?", List.of(2_000L, 100), binds);

        List<String> plan = plan(person + " select * from person", binds);

        assertThat(plan)
                .noneMatch(line -> line.contains("Seq Scan on address") || line.contains("Seq Scan on consent"));
        assertThat(plan).anyMatch(line -> line.contains("Index") && line.contains("on address"));
        assertThat(plan).anyMatch(line -> line.contains("Index") && line.contains("on consent"));
    }

    @Test
    void sampleShowsOneLetterOfTheName() {
        people.add("a", "上海", "{}");
        assertThat(query.sample(EVERYONE, 10)).containsExactly(new ReachQuery.Sampled("a", "王…", "上海"));
    }

    @Test
    void figuresOfTenThousandPeopleAddUp() {
        sql.update("insert into profile (external_id, identity_hash, name, city, locale)"
                + " select 'p' || i, convert_to('p' || i, 'UTF8'), 'N' || i, (array['上海','杭州','北京'])[i % 3 + 1],"
                + " (array['zh-CN','en','not a locale!', null])[i % 4 + 1] from generate_series(1, 10000) i");
        sql.update("insert into address (profile_id, kind, cipher, hash, region, source)"
                + " select id, 'phone', identity_hash, identity_hash, 'CN', 'test' from profile where id % 5 <> 0");
        sql.update("insert into consent_record (profile_id, channel, purpose, state, at, source, actor)"
                + " select id, 'sms', 'marketing', case when id % 7 = 0 then 'withdrawn' else 'granted' end, now(), 't', 't'"
                + " from profile where id % 2 = 0");
        Compiled cities = SegmentCompiler.compile(rule("{'trait':'city','in':['上海','杭州']}"), "")
                .orElseThrow();

        Reach reach = query.reach(cities, Purpose.MARKETING, ALL, true);

        long expected = sql.one(
                "select count(*) from profile where city in ('上海','杭州') and id % 5 <> 0 and id % 2 = 0 and id % 7 <> 0",
                row -> row.getLong(1));
        assertThat(reach.reachable(ChannelKind.SMS)).isEqualTo(expected).isPositive();
        for (ChannelKind kind : ChannelKind.values()) {
            long gaps = reach.gaps(kind).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(gaps + reach.reachable(kind)).isEqualTo(reach.people());
        }
        assertThat(reach.groups())
                .extracting(Reach.Group::locale)
                .doesNotContain("not a locale!")
                .contains("zh-CN", "en", "");
    }

    private List<String> plan(String statement, List<Object> binds) {
        return sql.with(connection -> {
            connection.setAutoCommit(false);
            try (PreparedStatement settings = Sql.prepare(connection, ReachQuery.SETTINGS);
                    PreparedStatement explain =
                            Sql.prepare(connection, "explain (costs off) " + statement, binds.toArray())) {
                settings.execute();
                List<String> lines = new ArrayList<>();
                ResultSet rows = explain.executeQuery();
                while (rows.next()) {
                    lines.add(rows.getString(1).strip());
                }
                return lines;
            }
        });
    }

    private long withPhone(String externalId, String consent) {
        long id = people.add(externalId, "上海", "{}");
        people.address(id, "phone", "phone-" + externalId, "CN");
        if (consent != null) {
            people.consent(id, "sms", consent);
        }
        return id;
    }
}
