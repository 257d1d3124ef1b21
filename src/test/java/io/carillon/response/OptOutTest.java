package io.carillon.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.AttemptKey;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OptOutTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    PersonReports reports;

    @Test
    void whoeverUnsubscribesDoesSoForAllWhoShareTheMailbox() {
        town.mailbox(town.person("one"), "family");
        town.mailbox(town.person("two"), "family");
        town.mailbox(town.person("other"), "other");
        long first = town.launch("");
        town.work();
        AttemptKey key =
                sql.one("""
                select a.delivery_id, a.no from attempt a join address x on x.id = a.address_id
                 where a.run_id = ? and x.hash in (select hash from address group by hash having count(*) > 1)""", row -> new AttemptKey(first, row.getLong("delivery_id"), row.getInt("no")), first);

        boolean isKnown =
                QuarkusTransaction.requiringNew().call(() -> reports.optOut(key, "one-click", "link", town.now()));

        assertThat(isKnown).isTrue();
        long second = town.launch("");
        town.work();
        assertThat(sql.list("""
                        select p.name from pass s join delivery d on d.run_id = s.run_id and d.id = s.delivery_id
                          join profile p on p.id = d.profile_id
                         where s.run_id = ? and s.channel = 'email' and s.reason = 'opted_out' order by 1""", row -> row.getString(1), second)).containsExactly("one", "two");
        long sent = sql.one("select count(*) from attempt where run_id = ?", row -> row.getLong(1), second);
        assertThat(sent).isEqualTo(1);
    }
}
