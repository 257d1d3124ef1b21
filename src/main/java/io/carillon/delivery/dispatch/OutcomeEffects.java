package io.carillon.delivery.dispatch;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.ClaimedMessage;
import io.carillon.delivery.claim.Grants;
import io.carillon.delivery.ledger.VendorOptOuts;
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
    private final VendorOptOuts optOuts;

    public OutcomeEffects(Sql sql, VendorOptOuts optOuts) {
        this.sql = sql;
        this.optOuts = optOuts;
    }

    void apply(List<Answered> answered, Instant now) {
        List<Refusal> refusals = refusals(answered);
        closeAddresses(
                refusals.stream()
                        .filter(one -> one.reason().blame().addressStatus() != null)
                        .toList(),
                now);
        optOuts.write(refusals.stream()
                .filter(one -> one.reason() == Reason.VENDOR_OPTED_OUT)
                .map(one -> one.optOut(now))
                .toList());
        Grants.change(
                sql,
                answered.stream()
                        .filter(one -> leavesGrant(one.result()))
                        .map(Answered::message)
                        .toList(),
                1);
    }

    private static boolean leavesGrant(SendResult result) {
        return result instanceof SendResult.NotSent
                || result instanceof SendResult.Blocked
                // WeChat says of its other refusals that there is no grant, or nobody to use it.
                || (result instanceof SendResult.Refused refused && refused.reason() == Reason.POLICY_REFUSED);
    }

    private record Refusal(ClaimedMessage message, SendResult.Refused result) {
        Reason reason() {
            return result.reason();
        }

        VendorOptOuts.OptOut optOut(Instant at) {
            return new VendorOptOuts.OptOut(message.account().name(), message.key(), result.vendorCode(), at);
        }
    }

    private static List<Refusal> refusals(List<Answered> answered) {
        return answered.stream()
                .filter(one -> one.result() instanceof SendResult.Refused)
                .map(one -> new Refusal(one.message(), (SendResult.Refused) one.result()))
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
                refusals.stream()
                        .map(one -> one.message().candidate().addressId())
                        .toArray(Long[]::new),
                refusals.stream()
                        .map(one -> one.reason().blame().addressStatus())
                        .toArray(String[]::new),
                refusals.stream().map(one -> one.reason().id()).toArray(String[]::new));
    }
}
