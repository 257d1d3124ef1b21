package io.carillon.delivery.ledger;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.database.KeyedPlans;
import io.carillon.database.Sql;
import io.carillon.outbox.Outbox;
import io.carillon.outbox.OutboxCommand;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes news of attempts into the ledger: attempts move forward only, whatever the order and number of receipts; bad news while a
 * delivery is open makes it due at once and nudges its batch; bad news after it was closed only corrects figures. What they say of the
 * address or of the person's will holds from then on. Joins the caller's transaction.
 */
@ApplicationScoped
public class LedgerNews {
    private static final String RAISE = """
            with told as (
                select distinct on (x.run_id, x.delivery_id, x.no) x.*
                  from unnest(?::bigint[], ?::bigint[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[],
                              ?::numeric[], ?::timestamptz[])
                       as x(run_id, delivery_id, no, account, outcome, reason, code, vendor_id, parts, cost, at)
                 order by x.run_id, x.delivery_id, x.no,
                          array_position(array['read', 'delivered', 'undelivered', 'accepted'], x.outcome), x.at
            )
            update attempt a
               set state = case
                       when t.outcome = 'read' and a.state in ('in_flight', 'accepted', 'unknown', 'delivered') then 'read'
                       when t.outcome = 'delivered' and a.state in ('in_flight', 'accepted', 'unknown') then 'delivered'
                       when t.outcome = 'undelivered' and a.state in ('in_flight', 'accepted', 'unknown') then 'undelivered'
                       when t.outcome = 'accepted' and a.state in ('in_flight', 'unknown') then 'accepted'
                       else a.state end,
                   -- why the person went on stays true, whatever became of the message later
                   reason = case
                       when a.led = 'next' and t.outcome <> 'undelivered' then a.reason
                       when t.outcome in ('read', 'delivered') and a.state in ('in_flight', 'accepted', 'unknown') then null
                       when t.outcome = 'undelivered' and a.state in ('in_flight', 'accepted', 'unknown') then t.reason
                       when t.outcome = 'accepted' and a.state in ('in_flight', 'unknown') then null
                       else a.reason end,
                   led = case
                       when t.outcome = 'undelivered' and a.state in ('in_flight', 'accepted', 'unknown')
                            and d.due_at is null and a.led is null then 'stop'
                       else a.led end,
                   -- what counted before the news, such as the failure of a call, explains nothing any more
                   vendor_code = case
                       when t.outcome = 'read' and a.state in ('in_flight', 'accepted', 'unknown', 'delivered')
                            or t.outcome in ('delivered', 'undelivered') and a.state in ('in_flight', 'accepted', 'unknown')
                            or t.outcome = 'accepted' and a.state in ('in_flight', 'unknown') then nullif(t.code, '')
                       else a.vendor_code end,
                   vendor_id = coalesce(a.vendor_id, t.vendor_id),
                   parts = coalesce(t.parts, a.parts),
                   -- each part has its price, also one that only the vendor counted
                   estimated = case when t.parts > 0 and a.parts > 0 then round(a.estimated * t.parts / a.parts, 6) else a.estimated end,
                   settled = coalesce(t.cost, a.settled),
                   receipt_at = greatest(a.receipt_at, t.at)
              from told t, delivery d
             where a.run_id = t.run_id and a.delivery_id = t.delivery_id and a.no = t.no and a.account = t.account
               and d.run_id = a.run_id and d.batch_no = a.batch_no and d.id = a.delivery_id
            returning a.run_id, a.delivery_id, a.no""";

    /**
     * Where a person has one address of a kind nobody has to choose, and to the day is near enough: so whoever is written to twice
     * a day costs no write. In the order in which everybody locks addresses.
     */
    private static final String SUCCEED = """
            with told as (
                select a.address_id as id, max(x.at) as at
                  from unnest(?::bigint[], ?::bigint[], ?::int[], ?::timestamptz[]) as x(run_id, delivery_id, no, at)
                  join attempt a on a.run_id = x.run_id and a.delivery_id = x.delivery_id and a.no = x.no
                 group by 1
            ), held as (
                select o.id, t.at from told t join address o on o.id = t.id
                 where o.last_success_at is null or o.last_success_at < t.at - interval '1 day'
                    or o.last_success_at < t.at
                       and exists (select 1 from address s where s.profile_id = o.profile_id and s.kind = o.kind and s.id <> o.id)
                 order by o.id for no key update of o
            )
            update address o set last_success_at = h.at from held h where o.id = h.id""";

    private final Sql sql;
    private final Judgement judgement;
    private final VendorOptOuts optOuts;
    private final Outbox outbox;

    public LedgerNews(Sql sql, Judgement judgement, VendorOptOuts optOuts, Outbox outbox) {
        this.sql = sql;
        this.judgement = judgement;
        this.optOuts = optOuts;
        this.outbox = outbox;
    }

    /** One receipt on one attempt. */
    public record News(
            String account,
            AttemptKey key,
            Outcome outcome,
            @Nullable Reason reason,
            String vendorCode,
            @Nullable String vendorId,
            @Nullable Integer parts,
            @Nullable BigDecimal cost,
            Instant at) {}

    private record Row(
            Judgement.Row name,
            @Nullable Instant dueAt,
            @Nullable String state) {}

    /** Applies all; answers the keys of which there is no attempt at that account. */
    public Set<AttemptKey> apply(List<News> news) {
        if (news.isEmpty()) {
            return Set.of();
        }
        KeyedPlans.keep(sql);
        List<Row> rows = lock(news);
        Set<AttemptKey> known = new HashSet<>(raise(news));
        close(news);
        optOuts.write(news.stream()
                .filter(one -> one.reason() == Reason.VENDOR_OPTED_OUT)
                .map(one -> new VendorOptOuts.OptOut(one.account(), one.key(), one.vendorCode(), one.at()))
                .toList());
        settle(rows);
        Set<AttemptKey> unknown = new HashSet<>();
        news.stream().map(News::key).filter(key -> !known.contains(key)).forEach(unknown::add);
        return unknown;
    }

    /** Deliveries in the order in which everybody locks them. */
    private List<Row> lock(List<News> news) {
        return sql.list(
                """
                select d.run_id, d.batch_no, d.id, d.due_at, d.state
                  from (select distinct a.run_id, a.batch_no, a.delivery_id
                          from unnest(?::bigint[], ?::bigint[], ?::int[], ?::text[]) as x(run_id, delivery_id, no, account)
                          join attempt a on a.run_id = x.run_id and a.delivery_id = x.delivery_id and a.no = x.no
                                        and a.account = x.account) w
                  join delivery d on d.run_id = w.run_id and d.batch_no = w.batch_no and d.id = w.delivery_id
                 order by d.run_id, d.batch_no, d.id for update of d""",
                row -> new Row(
                        new Judgement.Row(row.getLong("run_id"), row.getInt("batch_no"), row.getLong("id")),
                        Sql.instant(row, "due_at"),
                        row.getString("state")),
                runs(news),
                deliveries(news),
                numbers(news),
                accounts(news));
    }

    /** Of several receipts for one attempt in one go the furthest counts: read, delivered, undelivered, accepted. */
    private List<AttemptKey> raise(List<News> news) {
        return sql.list(
                RAISE,
                row -> new AttemptKey(row.getLong("run_id"), row.getLong("delivery_id"), row.getInt("no")),
                runs(news),
                deliveries(news),
                numbers(news),
                accounts(news),
                news.stream()
                        .map(one -> one.outcome().name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new),
                news.stream()
                        .map(one -> one.reason() == null ? null : one.reason().id())
                        .toArray(String[]::new),
                news.stream().map(News::vendorCode).toArray(String[]::new),
                news.stream().map(News::vendorId).toArray(String[]::new),
                news.stream().map(News::parts).toArray(Integer[]::new),
                news.stream().map(News::cost).toArray(BigDecimal[]::new),
                news.stream().map(News::at).toArray(Instant[]::new));
    }

    /**
     * Bad news that speaks of the address closes it, for everybody who has it, if the attempt ended by it: what a message that arrived
     * is said to have met later does not count. Good news makes the address the first choice from now on.
     */
    private void close(List<News> news) {
        List<News> bad = news.stream()
                .filter(one -> one.outcome() == Outcome.UNDELIVERED
                        && one.reason() != null
                        && one.reason().blame().addressStatus() != null)
                .toList();
        if (!bad.isEmpty()) {
            sql.update(
                    """
                    update address o set status = x.status, status_reason = x.reason, status_at = x.at
                      from unnest(?::bigint[], ?::bigint[], ?::int[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                           as x(run_id, delivery_id, no, account, status, reason, at)
                      join attempt a on a.run_id = x.run_id and a.delivery_id = x.delivery_id and a.no = x.no
                                    and a.account = x.account and a.state = 'undelivered' and a.reason = x.reason
                     where (o.id = a.address_id or o.hash = a.address_hash) and o.status = 'active'""",
                    runs(bad),
                    deliveries(bad),
                    numbers(bad),
                    accounts(bad),
                    bad.stream()
                            .map(one ->
                                    Objects.requireNonNull(one.reason()).blame().addressStatus())
                            .toArray(String[]::new),
                    bad.stream()
                            .map(one -> Objects.requireNonNull(one.reason()).id())
                            .toArray(String[]::new),
                    bad.stream().map(News::at).toArray(Instant[]::new));
        }
        List<News> good = news.stream()
                .filter(one -> one.outcome() == Outcome.DELIVERED || one.outcome() == Outcome.READ)
                .toList();
        if (!good.isEmpty()) {
            sql.update(
                    SUCCEED,
                    runs(good),
                    deliveries(good),
                    numbers(good),
                    good.stream().map(News::at).toArray(Instant[]::new));
        }
    }

    /** Judges the deliveries anew. One that was open and is not sent any more is due now; its batch is told. */
    private void settle(List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<Judgement.Row> names = rows.stream().map(Row::name).toList();
        judgement.apply(names, rows.stream().map(Row::dueAt).toArray(Instant[]::new));
        // Who was reached for certain needs no more waiting.
        sql.update(
                """
                update delivery d set due_at = null
                  from unnest(?::bigint[], ?::int[], ?::bigint[]) as x(run_id, batch_no, id)
                 where d.run_id = x.run_id and d.batch_no = x.batch_no and d.id = x.id and d.state = 'sent' and d.due_at is not null
                   and exists (select 1 from attempt a where a.run_id = d.run_id and a.delivery_id = d.id
                                  and a.state in ('delivered', 'read') and a.led is null offset 0)
                   and not exists (select 1 from attempt a
                        where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0)""",
                rows.stream().map(row -> row.name().run()).toArray(Long[]::new),
                rows.stream().map(row -> row.name().batch()).toArray(Integer[]::new),
                rows.stream().map(row -> row.name().delivery()).toArray(Long[]::new));
        Set<String> batches = new TreeSet<>(sql.list(
                """
                update delivery d set due_at = ?
                  from unnest(?::bigint[], ?::int[], ?::bigint[]) as x(run_id, batch_no, id)
                 where d.run_id = x.run_id and d.batch_no = x.batch_no and d.id = x.id
                   and d.state = 'pending' and d.due_at is not null
                   and not exists (select 1 from attempt a where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0)
                   and exists (select 1 from attempt a
                        where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'undelivered' and a.led is null offset 0)
                returning d.run_id || '/' || d.batch_no""",
                row -> row.getString(1),
                Judgement.AT_ONCE,
                rows.stream().map(row -> row.name().run()).toArray(Long[]::new),
                rows.stream().map(row -> row.name().batch()).toArray(Integer[]::new),
                rows.stream().map(row -> row.name().delivery()).toArray(Long[]::new)));
        if (!batches.isEmpty()) {
            outbox.addAll(OutboxCommand.BATCH, new ArrayList<>(batches));
        }
    }

    private static Long[] runs(List<News> news) {
        return news.stream().map(one -> one.key().run()).toArray(Long[]::new);
    }

    private static Long[] deliveries(List<News> news) {
        return news.stream().map(one -> one.key().delivery()).toArray(Long[]::new);
    }

    private static Integer[] numbers(List<News> news) {
        return news.stream().map(one -> one.key().no()).toArray(Integer[]::new);
    }

    private static String[] accounts(List<News> news) {
        return news.stream().map(News::account).toArray(String[]::new);
    }
}
