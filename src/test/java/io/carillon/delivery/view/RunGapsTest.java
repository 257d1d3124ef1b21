package io.carillon.delivery.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.carillon.channel.Reason;
import io.carillon.delivery.LedgerFixture;
import io.carillon.delivery.view.RunGaps.WorthClosing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunGapsTest {
    private LedgerFixture ledger;
    private RunGaps gaps;

    @BeforeEach
    void database() {
        ledger = new LedgerFixture();
        gaps = new RunGaps(ledger.sql);
    }

    @Test
    void namesThoseWhomOneAddressWouldMakeReachableAndLeadsToThem() {
        failed(1, "mailbox", "bounced");
        failed(2, "mailbox", "bounced");
        failed(3, "phone", "invalid");
        failed(4, null, null);
        // has a phone that works beside the dead mailbox: something else kept the message away
        failed(5, "mailbox", "bounced");
        address(5, "phone", "active");

        List<WorthClosing> worth = gaps.worthClosing(LedgerFixture.RUN, Locale.ENGLISH);

        assertThat(worth)
                .extracting(WorthClosing::text, WorthClosing::people)
                .containsExactlyInAnyOrder(
                        tuple("nothing but a mailbox that bounced", 2L),
                        tuple("nothing but a phone number that is not valid", 1L),
                        tuple("no address at all", 1L));
        assertThat(worth.get(0).text()).isEqualTo("nothing but a mailbox that bounced");
        assertThat(worth).extracting(WorthClosing::href).doesNotHaveDuplicates();
        assertThat(gaps.worthClosing(LedgerFixture.RUN, Locale.CHINESE).get(0).text())
                .isEqualTo("仅有被退信的邮箱");
    }

    @Test
    void aMailboxThatBouncedBeforeIsToldAsBouncedAndNotAsNone() {
        failed(1, "mailbox", "bounced");
        failed(2, null, null);
        failed(3, null, null);

        List<RunGaps.Gap> items = gaps.of(LedgerFixture.RUN, Locale.ENGLISH).items();

        assertThat(items)
                .filteredOn(gap -> gap.channel().equals("email"))
                .extracting(RunGaps.Gap::reason, RunGaps.Gap::closed, RunGaps.Gap::people, RunGaps.Gap::text)
                .containsExactly(
                        tuple("no_address", "none", 2L, Reason.NO_ADDRESS.text(Locale.ENGLISH)),
                        tuple("no_address", "bounced", 1L, Reason.BOUNCED.text(Locale.ENGLISH)));
    }

    /** Somebody who ended without an address on email, and has this one. */
    private void failed(long id, String kind, String status) {
        ledger.person(id);
        ledger.sql.update("delete from address where profile_id = ?", profile(id));
        if (kind != null) {
            address(id, kind, status);
        }
        ledger.pass(id, "email", Reason.NO_ADDRESS, "stop");
        ledger.sql.update(
                "update delivery set state = 'failed', reason = 'no_address', due_at = null where id = ?", id);
    }

    private void address(long id, String kind, String status) {
        byte[] hash = (kind + id).getBytes(StandardCharsets.UTF_8);
        ledger.sql.update(
                "insert into address (profile_id, kind, cipher, hash, source, status, status_at)"
                        + " values (?, ?, ?, ?, 'test', ?, now() - interval '1 day')",
                profile(id),
                kind,
                hash,
                hash,
                status);
    }

    private long profile(long id) {
        return ledger.sql.one("select id from profile where external_id = ?", row -> row.getLong(1), "m" + id);
    }
}
