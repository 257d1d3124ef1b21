package io.carillon.delivery.view;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Reason;
import io.carillon.database.Page;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.Judgement;
import io.carillon.problem.Finding;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import io.carillon.profile.MaskedAddresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Each person's path through a run, page by page in the order of deliveries. Reads only. */
@ApplicationScoped
public class DeliveryList {
    private static final Set<String> STATES = Set.of("pending", "sent", "held", "skipped", "failed", "unknown");

    private final Sql sql;
    private final RunViews runs;
    private final MaskedAddresses addresses;
    private final SentIds ids;

    public DeliveryList(Sql sql, RunViews runs, MaskedAddresses addresses, SentIds ids) {
        this.sql = sql;
        this.runs = runs;
        this.addresses = addresses;
        this.ids = ids;
    }

    /**
     * What is listed.
     *
     * @param addresses what the people have now, where none of it works: {@code none}, or a kind and its end as {@code mailbox:bounced}
     * @param gap as {@link GapFilter} reads it
     */
    public record Filter(
            long run,
            @Nullable String state,
            @Nullable String reason,
            @Nullable String externalId,
            @Nullable String addresses,
            @Nullable String gap) {}

    /** One person's path. */
    public record DeliveryView(
            long id,
            String externalId,
            String state,
            @Nullable String reason,
            @Nullable String text,
            @Nullable String channel,
            @Nullable Instant due,
            int batch,
            List<StepView> path) {}

    /**
     * One step: an attempt, or a channel passed without one.
     *
     * @param address where it went, masked
     * @param outcome the attempt's state, or {@code passed}
     * @param amount what it costs, estimated until the vendor settles it, in {@code currency}
     * @param vendorId the vendor's id; of a mail the Message-ID it went out with
     * @param led {@code next} where the person went on to the next channel, {@code stop} where the policy ends here or no channel
     *     is left; null where it decided nothing
     */
    public record StepView(
            String channel,
            String outcome,
            @Nullable String reason,
            @Nullable String text,
            @Nullable String account,
            @Nullable Long addressId,
            @Nullable String address,
            @Nullable String vendorId,
            @Nullable String vendorCode,
            @Nullable Instant at,
            @Nullable Instant receiptAt,
            @Nullable Integer parts,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable String led) {

        private StepView with(@Nullable String where, @Nullable String id) {
            return new StepView(
                    channel,
                    outcome,
                    reason,
                    text,
                    account,
                    addressId,
                    where,
                    id,
                    vendorCode,
                    at,
                    receiptAt,
                    parts,
                    amount,
                    currency,
                    led);
        }
    }

    /** A page. */
    public Page<DeliveryView> list(Filter filter, @Nullable String cursor, int limit, Locale language) {
        runs.requireRun(filter.run());
        check(filter);
        GapFilter gap = gap(filter.gap());
        List<@Nullable Object> values = new ArrayList<>(Arrays.asList(
                Judgement.AT_ONCE,
                filter.run(),
                Page.positionNumber(cursor),
                filter.state(),
                filter.state(),
                filter.reason(),
                filter.reason(),
                filter.externalId(),
                filter.externalId(),
                filter.addresses(),
                filter.addresses()));
        values.addAll(GapFilter.values(gap));
        values.add(limit + 1);
        List<DeliveryView> found = sql.list(
                """
                select d.id, d.batch_no, p.external_id, d.state, d.reason, d.channel,
                       -- of a row that is due at once no clock has told the time
                       case when d.due_at = ? then carillon_now() else d.due_at end as due_at
                  from delivery d join profile p on p.id = d.profile_id
                 where d.run_id = ? and d.id > ? and (?::text is null or d.state = ?) and (?::text is null or d.reason = ?)
                   and (?::text is null or p.external_id = ?)
                   and (?::text is null or (select LEFT from address a where a.profile_id = d.profile_id) = ?)
                   and GAP
                 order by d.id limit ?""".replace("LEFT", AddressesLeft.SQL).replace("GAP", GapFilter.SQL),
                row -> new DeliveryView(
                        row.getLong("id"),
                        row.getString("external_id"),
                        row.getString("state"),
                        row.getString("reason"),
                        text(row.getString("reason"), language),
                        row.getString("channel"),
                        Sql.instant(row, "due_at"),
                        row.getInt("batch_no"),
                        new ArrayList<>()),
                values.toArray());
        addPaths(filter.run(), found, language);
        return Page.of(found, limit, view -> String.valueOf(view.id()));
    }

    /** A step as it was read; {@code no} is null for a channel passed without an attempt. */
    private record Step(long delivery, @Nullable Integer no, StepView view) {}

    private void addPaths(long run, List<DeliveryView> views, Locale language) {
        Map<Long, DeliveryView> byId = new HashMap<>();
        views.forEach(view -> byId.put(view.id(), view));
        List<Step> steps = sql.list(
                """
                select steps.*, case when led = 'next' and channel = (select s.channel from run_step s where s.run_id = ?
                                          order by s.position desc limit 1) then 'stop' else led end as led_to
                  from (
                    select a.delivery_id, a.no, a.channel, a.state as outcome, a.reason, a.account, a.address_id, a.vendor_id, a.vendor_code,
                           a.claimed_at as at, a.receipt_at, a.parts, case when a.state not in ('not_sent', 'blocked', 'refused') then coalesce(a.settled, a.estimated) end as amount,
                           case when a.state not in ('not_sent', 'blocked', 'refused') then a.currency end as currency, a.led
                      from attempt a where a.run_id = ? and a.delivery_id = any (?)
                    union all
                    select p.delivery_id, null, p.channel, 'passed', p.reason, null, null, null, null, p.at, null, null, null, null, p.led
                      from pass p where p.run_id = ? and p.delivery_id = any (?)) steps
                 order by delivery_id, at""",
                row -> new Step(row.getLong("delivery_id"), row.getObject("no", Integer.class), step(row, language)),
                run,
                run,
                byId.keySet().toArray(Long[]::new),
                run,
                byId.keySet().toArray(Long[]::new));
        Map<Long, String> masked = addresses.of(steps.stream()
                .map(step -> step.view().addressId())
                .filter(Objects::nonNull)
                .toList());
        SentIds.Page sentIds = ids.page();
        steps.forEach(step -> Objects.requireNonNull(byId.get(step.delivery()))
                .path()
                .add(step.view().with(masked.get(step.view().addressId()), vendorId(run, step, sentIds))));
    }

    private static @Nullable String vendorId(long run, Step step, SentIds.Page sentIds) {
        StepView view = step.view();
        if (view.vendorId() != null || step.no() == null || view.account() == null) {
            return view.vendorId();
        }
        return sentIds.of(new AttemptKey(run, step.delivery(), step.no()), view.account(), view.outcome());
    }

    private static StepView step(ResultSet row, Locale language) throws SQLException {
        return new StepView(
                row.getString("channel"),
                row.getString("outcome"),
                row.getString("reason"),
                text(row.getString("reason"), language),
                row.getString("account"),
                row.getObject("address_id", Long.class),
                null,
                row.getString("vendor_id"),
                row.getString("vendor_code"),
                Sql.instant(row, "at"),
                Sql.instant(row, "receipt_at"),
                row.getObject("parts", Integer.class),
                row.getBigDecimal("amount"),
                row.getString("currency"),
                row.getString("led_to"));
    }

    private static @Nullable GapFilter gap(@Nullable String written) {
        if (written == null) {
            return null;
        }
        return GapFilter.read(written)
                .orElseThrow(() -> Problem.invalid(Finding.error(
                        "gap",
                        "unknown_value",
                        written,
                        "wechat:no_grant, email:no_address:bounced, …",
                        Texts.here("invalid.gap"))));
    }

    private static void check(Filter filter) {
        if (filter.state() != null && !STATES.contains(filter.state())) {
            throw Problem.invalid(Finding.error(
                    "state",
                    "unknown_state",
                    filter.state(),
                    String.join(", ", STATES),
                    Texts.here("invalid.state", filter.state())));
        }
        if (filter.addresses() != null && !AddressesLeft.values().contains(filter.addresses())) {
            throw Problem.invalid(Finding.error(
                    "addresses",
                    "unknown_value",
                    filter.addresses(),
                    String.join(", ", AddressesLeft.values()),
                    Texts.here("invalid.addresses", String.join(", ", AddressesLeft.values()))));
        }
        if (filter.reason() != null) {
            try {
                Reason.of(filter.reason());
            } catch (IllegalArgumentException unknown) {
                throw Problem.invalid(Finding.error(
                        "reason",
                        "unknown_reason",
                        filter.reason(),
                        "a reason's id",
                        Texts.here("invalid.reason", filter.reason())));
            }
        }
    }

    private static @Nullable String text(@Nullable String reason, Locale language) {
        return reason == null ? null : Reason.of(reason).text(language);
    }
}
