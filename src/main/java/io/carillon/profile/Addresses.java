package io.carillon.profile;

import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What vendors tell us about addresses. Works on many in one statement, in the caller's transaction; rows are locked in the
 * order of their ids. Thread-safe.
 */
@ApplicationScoped
public class Addresses {
    // An address that is dead is dead for everybody who has it: the hash covers kind, scope and address.
    private static final String CLOSE = """
            with news as (
                select distinct on (a.hash) a.hash, n.status, n.reason, n.at
                  from unnest(?, ?, ?, ?) as n (address_id, status, reason, at)
                  join address a on a.id = n.address_id order by a.hash, n.at),
            held as (
                select a.id, n.status, n.reason, n.at from address a join news n on n.hash = a.hash
                 where a.status = 'active' order by a.id for update of a)
            update address a set status = h.status, status_reason = h.reason, status_at = h.at
              from held h where a.id = h.id""";

    private static final String SUCCEEDED = """
            with news as (
                select n.address_id, max(n.at) as at from unnest(?, ?) as n (address_id, at) group by 1),
            held as (
                select a.id, n.at from address a join news n on n.address_id = a.id
                 where a.last_success_at is null or a.last_success_at < n.at order by a.id for update of a)
            update address a set last_success_at = h.at from held h where a.id = h.id""";

    private final Sql sql;

    public Addresses(Sql sql) {
        this.sql = sql;
    }

    /** Closes active addresses, for every person who has them; one that is closed keeps its first reason. Answers how many rows were closed. */
    public int close(Collection<AddressClosing> closings) {
        if (closings.isEmpty()) {
            return 0;
        }
        List<AddressClosing> list = List.copyOf(closings);
        return sql.update(
                CLOSE,
                list.stream().map(AddressClosing::addressId).toArray(Long[]::new),
                list.stream().map(AddressClosing::status).toArray(String[]::new),
                list.stream().map(AddressClosing::reason).toArray(String[]::new),
                list.stream().map(AddressClosing::at).toArray(Instant[]::new));
    }

    /** Notes that messages arrived, so that these addresses are tried first next time. Both arrays have one entry an address. */
    public int succeeded(Long[] addressIds, Instant[] at) {
        return addressIds.length == 0 ? 0 : sql.update(SUCCEEDED, addressIds, at);
    }
}
