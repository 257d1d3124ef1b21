package io.carillon.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorReport;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.ledger.LedgerNews;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SharedMailboxTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    PersonReports reports;

    @Inject
    LedgerNews news;

    @Inject
    ReceiptStore store;

    private List<String> passedAsOptedOut(long run) {
        return sql.list("""
                select p.name from pass s join delivery d on d.run_id = s.run_id and d.id = s.delivery_id
                  join profile p on p.id = d.profile_id
                 where s.run_id = ? and s.channel = 'email' and s.reason = 'opted_out' order by 1""", row -> row.getString(1), run);
    }

    @Test
    void whoeverUnsubscribesDoesSoForAllWhoShareTheMailbox() {
        AttemptKey key = mailToTheFamily();
        boolean isKnown = QuarkusTransaction.requiringNew()
                .call(() -> reports.optOut(key, ChannelKind.EMAIL, "one-click", "link", town.now()));

        assertThat(isKnown).isTrue();
        long second = town.launch("");
        town.work();
        assertThat(passedAsOptedOut(second)).containsExactly("one", "two");
        long sent = sql.one("select count(*) from attempt where run_id = ?", row -> row.getLong(1), second);
        assertThat(sent).isEqualTo(1);
    }

    @Test
    void aMailboxThatDiedIsClosedForAllWhoShareIt() {
        AttemptKey key = mailToTheFamily();

        QuarkusTransaction.requiringNew()
                .run(() -> news.apply(List.of(new LedgerNews.News(
                        "letter", key, Outcome.UNDELIVERED, Reason.BOUNCED, "5.1.1", null, null, null, town.now()))));

        assertThat(sql.list("""
                        select p.name || ' ' || o.status from address o join profile p on p.id = o.profile_id
                          join delivery d on d.profile_id = p.id and d.run_id = ? order by 1""", row -> row.getString(1), key.run()))
                .containsExactly("one bounced", "other active", "two bounced");
    }

    @Test
    void anOptOutThatAReceiptTellsOfHoldsForAllWhoShareTheMailbox() {
        AttemptKey key = mailToTheFamily();
        store.add(
                "letter",
                List.of(new VendorReport.Receipt(
                        "out-" + key,
                        key.toString(),
                        null,
                        Outcome.UNDELIVERED,
                        Reason.VENDOR_OPTED_OUT,
                        "21610",
                        null,
                        null,
                        town.now())),
                new byte[0]);
        Awaitility.await()
                .until(() -> sql.one(
                                "select count(*) from attempt where run_id = ? and state = 'undelivered'",
                                row -> row.getLong(1),
                                key.run())
                        == 1);

        long second = town.launch("");
        town.work();

        assertThat(passedAsOptedOut(second)).containsExactly("one", "two");
    }

    @Test
    void whoeverIsGivenAMailboxAtTheMomentOfAnOptOutThereIsNotSentTo() {
        long late = town.person("late");
        AttemptKey key = mailToTheFamily();
        QuarkusTransaction.requiringNew()
                .call(() -> reports.optOut(key, ChannelKind.EMAIL, "one-click", "link", town.now()));
        // No import has told them.
        town.mailbox(late, "family");

        long second = town.launch("");
        town.work();

        assertThat(sql.list("""
                        select s.reason from pass s join delivery d on d.run_id = s.run_id and d.id = s.delivery_id
                         where s.run_id = ? and s.channel = 'email' and d.profile_id = ?""", row -> row.getString(1), second, late)).containsExactly("opted_out");
    }

    /** Launches a campaign to two people with one mailbox and a third; answers what was sent to the two. */
    private AttemptKey mailToTheFamily() {
        town.mailbox(town.person("one"), "family");
        town.mailbox(town.person("two"), "family");
        town.mailbox(town.person("other"), "other");
        long run = town.launch("");
        town.work();
        return sql.one("""
                select a.delivery_id, a.no from attempt a join address x on x.id = a.address_id
                 where a.run_id = ? and x.hash in (select hash from address group by hash having count(*) > 1)""", row -> new AttemptKey(run, row.getLong("delivery_id"), row.getInt("no")), run);
    }
}
