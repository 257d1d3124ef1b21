package io.carillon.response;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorAccounts;
import io.carillon.channel.VendorReport;
import io.carillon.database.Sql;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies what people said or did at a vendor: opt-outs and opt-ins by reply, follows, WeChat grants and interactions. Consent is
 * written as records that are only added to; the next claim sees them. Joins the caller's transaction.
 */
@ApplicationScoped
public class PersonReports {
    private final Sql sql;
    private final VendorAccounts accounts;
    private final Vault vault;

    public PersonReports(Sql sql, VendorAccounts accounts, Vault vault) {
        this.sql = sql;
        this.accounts = accounts;
        this.vault = vault;
    }

    /** Applies; answers those that speak of nobody we know yet. */
    List<ReceiptStore.Stored> apply(List<ReceiptStore.Stored> stored) {
        List<ReceiptStore.Stored> unmatched = new ArrayList<>();
        for (ReceiptStore.Stored one : stored) {
            Optional<VendorAccount> account = accounts.find(one.account());
            if (account.isEmpty() || !applyOne(account.get(), one.report())) {
                unmatched.add(one);
            }
        }
        return unmatched;
    }

    private boolean applyOne(VendorAccount account, VendorReport report) {
        if (report instanceof VendorReport.OptOut optOut) {
            return optOut(account, optOut);
        } else if (report instanceof VendorReport.OptIn optIn) {
            return consent(account, optIn.address(), new Change("granted", "reply", optIn.word(), optIn.at())) > 0;
        } else if (report instanceof VendorReport.Follow follow) {
            follow(account, follow);
        } else if (report instanceof VendorReport.Grant grant) {
            grant(account, grant);
        } else if (report instanceof VendorReport.Interaction interaction) {
            interaction(account, interaction);
        }
        return true;
    }

    /** A change of consent: its new state, where it came from, in which words, when. */
    private record Change(String state, String source, String wording, Instant at) {}

    private boolean optOut(VendorAccount account, VendorReport.OptOut report) {
        if (report.address() != null) {
            return consent(account, report.address(), new Change("withdrawn", "reply", report.word(), report.at())) > 0;
        }
        return report.key() != null && optOut(AttemptKey.parse(report.key()), "vendor", report.word(), report.at());
    }

    /**
     * Withdraws the consent that an attempt was sent by: its channel, and the purpose of its run.
     *
     * @return whether there is such an attempt
     */
    boolean optOut(AttemptKey key, String source, String wording, Instant at) {
        List<Long> people =
                sql.list("""
                insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor)
                select d.profile_id, a.kind, r.purpose, 'withdrawn', ?::timestamptz, ?, ?, 'person'
                  from attempt a
                  join delivery d on d.run_id = a.run_id and d.batch_no = a.batch_no and d.id = a.delivery_id
                  join run r on r.id = a.run_id
                 where a.run_id = ? and a.delivery_id = ? and a.no = ?
                on conflict (profile_id, channel, purpose, state, at, source) do update set wording = excluded.wording
                returning profile_id""", row -> row.getLong(1), at, source, wording, key.run(), key.delivery(), key.no());
        return !people.isEmpty();
    }

    /** Writes a record for everybody who has this address; an opt-in only ends an opt-out, it makes no new consent. */
    private int consent(VendorAccount account, String address, Change change) {
        List<String> purposes = account.purpose() == null
                ? List.of(Purpose.MARKETING.id(), Purpose.SERVICE.id())
                : List.of(account.purpose().id());
        return sql.list(
                        """
                        with owners as (
                            select distinct profile_id from address where hash = ?
                        ), added as (
                            insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor)
                            select o.profile_id, ?, p.purpose, ?, ?::timestamptz, ?, ?, 'person'
                              from owners o cross join unnest(?::text[]) as p(purpose)
                             where ? = 'withdrawn' or exists (select 1 from consent c where c.profile_id = o.profile_id
                                        and c.channel = ? and c.purpose = p.purpose and c.state = 'withdrawn')
                            on conflict do nothing
                        )
                        select profile_id from owners""",
                        row -> row.getLong(1),
                        hash(account, address),
                        account.kind().id(),
                        change.state(),
                        change.at(),
                        change.source(),
                        change.wording(),
                        purposes.toArray(String[]::new),
                        change.state(),
                        account.kind().id())
                .size();
    }

    private void follow(VendorAccount account, VendorReport.Follow report) {
        sql.update(
                """
                insert into wechat_contact as c (address_hash, is_following, last_interaction_at, updated_at)
                values (?, ?, case when ? then ?::timestamptz end, ?)
                on conflict (address_hash) do update set is_following = excluded.is_following, updated_at = excluded.updated_at,
                    last_interaction_at = greatest(c.last_interaction_at, excluded.last_interaction_at)
                 where c.updated_at <= excluded.updated_at""",
                hash(account, report.address()),
                report.isFollowing(),
                report.isFollowing(),
                report.at(),
                report.at());
        consent(
                account,
                report.address(),
                report.isFollowing()
                        ? new Change("granted", "follow", "follow", report.at())
                        : new Change("withdrawn", "unfollow", "unfollow", report.at()));
    }

    private void grant(VendorAccount account, VendorReport.Grant report) {
        sql.update(
                """
                insert into wechat_grant as g (address_hash, template, remaining, updated_at) values (?, ?, ?, ?)
                on conflict (address_hash, template) do update
                   set remaining = case when ? = 0 then 0 else g.remaining + excluded.remaining end, updated_at = excluded.updated_at""", hash(account, report.address()), report.template(), report.count(), report.at(), report.count());
    }

    private void interaction(VendorAccount account, VendorReport.Interaction report) {
        sql.update("""
                insert into wechat_contact as c (address_hash, is_following, last_interaction_at, updated_at)
                values (?, true, ?, ?)
                on conflict (address_hash) do update
                   set last_interaction_at = greatest(c.last_interaction_at, excluded.last_interaction_at)""", hash(account, report.address()), report.at(), report.at());
    }

    private byte[] hash(VendorAccount account, String address) {
        ChannelKind kind = account.kind();
        return vault.hash(kind.addressKind().id(), account.scope(), address);
    }
}
