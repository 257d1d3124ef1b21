package io.carillon.delivery.dispatch;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.Grants;
import io.carillon.delivery.ledger.RunPlan;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/**
 * What an outcome does beside its attempt: closes addresses that are wrong or dead and writes down opt-outs the vendor knew of, for
 * everybody who has the address, and gives back what a message that certainly was not sent had used up. Joins the outcome's
 * transaction.
 */
@ApplicationScoped
public class OutcomeEffects {
    private final Sql sql;

    public OutcomeEffects(Sql sql) {
        this.sql = sql;
    }

    void apply(RunPlan plan, ChannelKind channel, List<Answered> answered, Instant now) {
        closeAddresses(refusedFor(answered, reason -> reason.blame().addressStatus() != null), now);
        optOut(plan, channel, refusedFor(answered, reason -> reason == Reason.VENDOR_OPTED_OUT), now);
        Grants.change(
                sql,
                answered.stream()
                        .filter(one -> one.result() instanceof SendResult.NotSent
                                || one.result() instanceof SendResult.Blocked)
                        .map(Answered::message)
                        .toList(),
                1);
    }

    private record Refusal(long address, Reason reason) {}

    private static List<Refusal> refusedFor(List<Answered> answered, java.util.function.Predicate<Reason> which) {
        return answered.stream()
                .filter(one -> one.result() instanceof SendResult.Refused refused && which.test(refused.reason()))
                .map(one -> new Refusal(
                        one.message().candidate().addressId(), ((SendResult.Refused) one.result()).reason()))
                .toList();
    }

    private void closeAddresses(List<Refusal> refusals, Instant now) {
        if (refusals.isEmpty()) {
            return;
        }
        sql.update(
                """
                update address a set status = x.status, status_reason = x.reason, status_at = ?
                  from unnest(?::bigint[], ?::text[], ?::text[]) as x(id, status, reason)
                  join address mine on mine.id = x.id
                 where a.hash = mine.hash and a.status = 'active'""",
                now,
                refusals.stream().map(Refusal::address).toArray(Long[]::new),
                refusals.stream()
                        .map(one -> one.reason().blame().addressStatus())
                        .toArray(String[]::new),
                refusals.stream().map(one -> one.reason().id()).toArray(String[]::new));
    }

    private void optOut(RunPlan plan, ChannelKind channel, List<Refusal> refusals, Instant now) {
        if (refusals.isEmpty()) {
            return;
        }
        sql.update(
                """
                insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor, address_hash)
                select distinct a.profile_id, ?, ?, 'withdrawn', ?::timestamptz, 'vendor', null, 'vendor', a.hash
                  from address mine join address a on a.hash = mine.hash where mine.id = any (?)
                on conflict do nothing""",
                channel.id(),
                plan.purpose().id(),
                now,
                refusals.stream().map(Refusal::address).toArray(Long[]::new));
    }
}
