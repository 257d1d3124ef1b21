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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReachQueryTest {
    private static final Compiled EVERYONE =
            SegmentCompiler.compile(rule("{'everyone':true}"), "").orElseThrow();
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

        Reach reach = query.reach(EVERYONE, Purpose.MARKETING);

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
    void serviceMessagesNeedNoConsentButAWithdrawalStands() {
        withPhone("silent", null);
        long out = withPhone("out", null);
        sql.update(
                "insert into consent_record (profile_id, channel, purpose, state, at, source, actor)"
                        + " values (?, 'sms', 'service', 'withdrawn', now(), 'test', 'test')",
                out);

        Reach reach = query.reach(EVERYONE, Purpose.SERVICE);

        assertThat(reach.reachable(ChannelKind.SMS)).isEqualTo(1);
        assertThat(reach.gaps(ChannelKind.SMS)).isEqualTo(Map.of("opted_out", 1L));
    }

    @Test
    void closedAddressesDoNotCountAndNobodyCountsTwice() {
        long two = withPhone("two", "granted");
        people.address(two, "phone", "second", "US");
        long closed = withPhone("closed", "granted");
        sql.update("update address set status = 'dead' where profile_id = ?", closed);

        Reach reach = query.reach(EVERYONE, Purpose.MARKETING);

        assertThat(reach.people()).isEqualTo(2);
        assertThat(reach.withAddress(ChannelKind.SMS)).isEqualTo(1);
        assertThat(reach.groups().stream()
                        .filter(group -> group.on(ChannelKind.SMS).isReachable())
                        .map(group -> group.on(ChannelKind.SMS).region()))
                .containsExactly("US");
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

        Reach reach = query.reach(cities, Purpose.MARKETING);

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

    private long withPhone(String externalId, String consent) {
        long id = people.add(externalId, "上海", "{}");
        people.address(id, "phone", "phone-" + externalId, "CN");
        if (consent != null) {
            people.consent(id, "sms", consent);
        }
        return id;
    }
}
