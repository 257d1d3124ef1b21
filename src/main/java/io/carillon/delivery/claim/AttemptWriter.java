package io.carillon.delivery.claim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Content;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.WakeTimes;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Writes a claim's attempts as in flight. Where the same address was taken by another delivery of the run, the unique index
 * says so and that message is left out. Joins the claim's transaction.
 */
@ApplicationScoped
public class AttemptWriter {
    private final Sql sql;
    private final ObjectMapper json;
    private final Vault vault;

    public AttemptWriter(Sql sql, ObjectMapper json, Vault vault) {
        this.sql = sql;
        this.json = json;
        this.vault = vault;
    }

    private record Key(long delivery, int no) {}

    /** Writes; answers those that are now ours to send. */
    List<ClaimedMessage> write(ClaimOrder order, List<ClaimedMessage> messages, UUID token, Duration lease) {
        if (messages.isEmpty()) {
            return List.of();
        }
        // In the order of addresses, so that two claims that meet wait for each other in one direction only.
        List<ClaimedMessage> sorted = new ArrayList<>(messages);
        sorted.sort(Comparator.comparing(message -> message.candidate().hash(), java.util.Arrays::compareUnsigned));
        sorted.replaceAll(new Placing());
        Set<Key> ours = insert(order, sorted, token, lease);
        List<ClaimedMessage> written = sorted.stream()
                .filter(message -> ours.contains(
                        new Key(message.key().delivery(), message.key().no())))
                .toList();
        useGrants(order, written);
        sql.update(
                """
                update delivery set hold = null, waits_for = null, due_at = clock_timestamp() + ? * interval '1 second'
                 where run_id = ? and batch_no = ? and id = any (?)""",
                lease.plus(WakeTimes.AFTER_LEASE).toSeconds() + 1,
                order.plan().id(),
                order.batch(),
                written.stream().map(message -> message.key().delivery()).toArray(Long[]::new));
        return written;
    }

    private Set<Key> insert(ClaimOrder order, List<ClaimedMessage> messages, UUID token, Duration lease) {
        return new HashSet<>(sql.list(
                """
                insert into attempt (run_id, delivery_id, no, batch_no, kind, channel, account, address_id, address_hash, state,
                                     is_probe, claim_token, claimed_at, lease_until, filled, parts, estimated, currency, place,
                                     used_grant, occasion)
                select ?, x.delivery, x.no, ?, ?, x.channel, x.account, x.address, x.hash, 'in_flight', x.is_probe, ?,
                       clock_timestamp(), clock_timestamp() + ? * interval '1 millisecond', x.filled, x.parts, x.estimated,
                       x.currency, x.place, x.used_grant, ''
                  from unnest(?::bigint[], ?::int[], ?::text[], ?::text[], ?::bigint[], ?::bytea[], ?::boolean[], ?::bytea[],
                              ?::int[], ?::numeric[], ?::text[], ?::int[], ?::text[])
                       as x(delivery, no, channel, account, address, hash, is_probe, filled, parts, estimated, currency, place,
                            used_grant)
                on conflict do nothing returning delivery_id, no""",
                row -> new Key(row.getLong("delivery_id"), row.getInt("no")),
                order.plan().id(),
                order.batch(),
                order.channel().id(),
                token,
                lease.toMillis(),
                messages.stream().map(message -> message.key().delivery()).toArray(Long[]::new),
                messages.stream().map(message -> message.key().no()).toArray(Integer[]::new),
                messages.stream().map(ClaimedMessage::channel).toArray(String[]::new),
                messages.stream().map(message -> message.account().name()).toArray(String[]::new),
                messages.stream()
                        .map(message -> message.candidate().addressId())
                        .toArray(Long[]::new),
                messages.stream().map(message -> message.candidate().hash()).toArray(byte[][]::new),
                messages.stream().map(ClaimedMessage::isProbe).toArray(Boolean[]::new),
                messages.stream().map(this::filled).toArray(byte[][]::new),
                messages.stream().map(ClaimedMessage::parts).toArray(Integer[]::new),
                messages.stream().map(AttemptWriter::estimated).toArray(BigDecimal[]::new),
                messages.stream()
                        .map(message -> message.account().price().currency())
                        .toArray(String[]::new),
                messages.stream().map(ClaimedMessage::place).toArray(Integer[]::new),
                messages.stream().map(Grants::usedBy).toArray(String[]::new)));
    }

    /** Numbers the messages of a claim in the order in which it meets them. */
    private static final class Placing implements UnaryOperator<ClaimedMessage> {
        private int next;

        @Override
        public ClaimedMessage apply(ClaimedMessage message) {
            return message.at(next++);
        }
    }

    /** A WeChat grant is used up with the claim; it is given back when the message certainly was not sent. */
    private void useGrants(ClaimOrder order, List<ClaimedMessage> written) {
        if (order.channel() != ChannelKind.WECHAT || written.isEmpty()) {
            return;
        }
        Grants.change(sql, written, -1);
    }

    private byte[] filled(ClaimedMessage message) {
        try {
            return vault.encrypt(json.writeValueAsString(message.values()), "filled");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Values of attempt " + message.key() + " are not JSON", impossible);
        }
    }

    private static BigDecimal estimated(ClaimedMessage message) {
        boolean isByPart = message.content() instanceof Content.Sms;
        return message.account().price().amount().multiply(BigDecimal.valueOf(isByPart ? message.parts() : 1));
    }
}
