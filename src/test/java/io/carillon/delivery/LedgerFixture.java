package io.carillon.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.campaign.ChannelPolicy;
import io.carillon.campaign.Launch;
import io.carillon.campaign.Schedule;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.channel.Reason;
import io.carillon.database.KeyedPlans;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.delivery.ledger.Judgement;
import io.carillon.delivery.ledger.LedgerNews;
import io.carillon.delivery.ledger.VendorOptOuts;
import io.carillon.delivery.run.LedgerRunLauncher;
import io.carillon.delivery.run.RunLinks;
import io.carillon.delivery.view.Figures;
import io.carillon.delivery.view.Reconciliation;
import io.carillon.outbox.Outbox;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ledger with one launched run over push, sms and email, in a database of its own. People and attempts are put in by hand. */
public final class LedgerFixture {
    public static final long RUN = 7;
    private static final ObjectMapper JSON = new ObjectMapper();

    public final Sql sql = TestDatabase.freshSql();
    public final Outbox outbox = new Outbox(sql);
    final Judgement judgement = new Judgement(sql);
    public final LedgerNews news = new LedgerNews(sql, judgement, new VendorOptOuts(sql), outbox);
    public final Figures figures = new Figures(sql);
    public final Reconciliation reconciliation = new Reconciliation(sql, figures, judgement);

    public LedgerFixture() {
        Instant start = Instant.parse("2027-09-13T02:00:00Z");
        ChannelPolicy policy = new ChannelPolicy(
                List.of(step(ChannelKind.PUSH), step(ChannelKind.SMS), step(ChannelKind.EMAIL)), Map.of());
        Launch launch = new Launch(
                RUN,
                "Moon",
                Purpose.MARKETING,
                JSON.createObjectNode(),
                JSON.createObjectNode(),
                policy,
                new Schedule(start, start.plus(Duration.ofDays(7)), ZoneOffset.UTC, null, null),
                "f",
                "tester");
        new LedgerRunLauncher(sql, JSON, outbox, new RunLinks(Optional.empty(), "default")).launch(launch);
        sql.update("update run set state = 'running', frozen_at = now(), audience = 0, batches = 1 where id = ?", RUN);
        sql.update("insert into batch (run_id, no, zone, people, stage) values (?, 1, 'UTC', 0, 'waiting')", RUN);
        sql.update("delete from outbox");
    }

    private static ChannelPolicy.Step step(ChannelKind kind) {
        return new ChannelPolicy.Step(kind, null, Duration.ofMinutes(5));
    }

    /** A person with a phone, as a delivery that is due. */
    public void person(long id) {
        sql.update(
                "insert into profile (external_id, identity_hash) values (?, ?)",
                "m" + id,
                ("p" + id).getBytes(StandardCharsets.UTF_8));
        long profile = sql.one("select id from profile where external_id = ?", row -> row.getLong(1), "m" + id);
        sql.update(
                "insert into address (profile_id, kind, cipher, hash, source) values (?, 'phone', ?, ?, 'test')",
                profile,
                new byte[0],
                hash(id));
        sql.update(
                "insert into delivery (run_id, batch_no, id, profile_id, zone, due_at) values (?, 1, ?, ?, 'UTC', now())",
                RUN,
                id,
                profile);
        sql.update("update run set audience = audience + 1 where id = ?", RUN);
    }

    public void pass(long delivery, String channel, Reason reason, String led) {
        sql.update(
                "insert into pass (run_id, delivery_id, channel, reason, batch_no, led, at) values (?, ?, ?, ?, 1, ?, clock_timestamp())",
                RUN,
                delivery,
                channel,
                reason.id(),
                led);
    }

    public void attempt(long delivery, String kind, String state, @Nullable Reason reason, @Nullable String led) {
        sql.update(
                """
                insert into attempt (run_id, delivery_id, no, batch_no, kind, channel, account, address_id, address_hash, state, reason,
                                     led, claim_token, claimed_at, lease_until, outcome_at, currency, vendor_id)
                select ?, ?, coalesce(max(no), 0) + 1, 1, ?, ?, 'shop', (select id from address where hash = ?), ?, ?, ?, ?,
                       gen_random_uuid(), now(), now(), clock_timestamp(), 'CNY', 'v' || ?::text
                  from attempt where run_id = ? and delivery_id = ?""",
                RUN,
                delivery,
                kind,
                kind,
                hash(delivery),
                hash(delivery),
                state,
                reason == null ? null : reason.id(),
                led,
                delivery,
                RUN,
                delivery);
    }

    /** Judges a delivery anew; {@code due} is when it is looked at next. */
    public void judge(long delivery, @Nullable Instant due) {
        judgement.apply(List.of(new Judgement.Row(RUN, 1, delivery)), new Instant[] {due});
    }

    /** How PostgreSQL would judge so many deliveries, in a transaction that keeps to look-ups. */
    public String planOfJudging(int deliveries) {
        Long[] ids = new Long[deliveries];
        Arrays.setAll(ids, i -> i + 1L);
        Object[] runs = Collections.nCopies(deliveries, RUN).toArray(Long[]::new);
        Object[] batches = Collections.nCopies(deliveries, 1).toArray(Integer[]::new);
        Object[] dues = new Instant[deliveries];
        return sql.with(connection -> {
            connection.setAutoCommit(false);
            List<String> lines = new ArrayList<>();
            try (PreparedStatement keep = Sql.prepare(connection, KeyedPlans.KEEP);
                    PreparedStatement explain =
                            Sql.prepare(connection, "explain " + Judgement.WRITE_NAMED, runs, batches, ids, dues)) {
                keep.execute();
                ResultSet plan = explain.executeQuery();
                while (plan.next()) {
                    lines.add(plan.getString(1));
                }
            }
            connection.rollback();
            return String.join("\n", lines);
        });
    }

    /** State, reason and next channel of a delivery, and whether somebody will look at it again. */
    public String standing(long delivery) {
        return sql.one("""
                select concat_ws(' ', state, reason, coalesce('on ' || channel, 'over'), case when due_at is null then 'closed' end)
                  from delivery where run_id = ? and id = ?""", row -> row.getString(1), RUN, delivery);
    }

    public String attemptState(long delivery) {
        return sql.one(
                "select state from attempt where run_id = ? and delivery_id = ? order by no desc limit 1",
                row -> row.getString(1),
                RUN,
                delivery);
    }

    private static byte[] hash(long id) {
        return ("h" + id).getBytes(StandardCharsets.UTF_8);
    }
}
