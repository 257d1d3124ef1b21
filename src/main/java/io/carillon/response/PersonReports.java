package io.carillon.response;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorAccounts;
import io.carillon.channel.VendorReport;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.UnsubscribeToken;
import io.carillon.delivery.recovery.LostAttempts;
import io.carillon.profile.AddressHash;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Applies what people said or did at a vendor: opt-outs and opt-ins by reply, follows, WeChat grants and interactions. Consent is
 * written as records that are only added to; the next claim sees them. Joins the caller's transaction.
 */
@ApplicationScoped
public class PersonReports {
    private final Sql sql;
    private final VendorAccounts accounts;
    private final Vault vault;
    private final WechatActs wechat;
    private final SharedLogins logins;
    private final LostAttempts lost;

    public PersonReports(
            Sql sql, VendorAccounts accounts, Vault vault, WechatActs wechat, SharedLogins logins, LostAttempts lost) {
        this.sql = sql;
        this.accounts = accounts;
        this.vault = vault;
        this.wechat = wechat;
        this.logins = logins;
        this.lost = lost;
    }

    /** Applies; answers those that speak of nobody we know yet. */
    List<ReceiptStore.Stored> apply(List<ReceiptStore.Stored> stored) {
        List<ReceiptStore.Stored> unmatched = new ArrayList<>();
        Map<String, List<VendorReport>> byAccount = new LinkedHashMap<>();
        for (ReceiptStore.Stored one : stored) {
            Optional<VendorAccount> account = accounts.heard(one.account());
            if (account.isEmpty() || !answered(account.get(), one.report())) {
                unmatched.add(one);
            } else {
                byAccount
                        .computeIfAbsent(one.account(), name -> new ArrayList<>())
                        .add(one.report());
            }
        }
        byAccount.forEach((name, reports) -> accounts.heard(name).ifPresent(account -> {
            wechat.apply(account, reports);
            follow(account, reports);
        }));
        return unmatched;
    }

    /** Takes an answer in words; whether somebody was found who gave it. Anything else is left for later, and is true. */
    private boolean answered(VendorAccount account, VendorReport report) {
        if (report instanceof VendorReport.OptOut optOut) {
            return optOut(account, optOut);
        } else if (report instanceof VendorReport.OptIn optIn) {
            Change change = new Change("granted", "reply", optIn.word(), optIn.at());
            return consent(account, List.of(new Said(hash(account, optIn.address()), change))) > 0;
        }
        return true;
    }

    private void follow(VendorAccount account, List<VendorReport> reports) {
        consent(
                account,
                reports.stream()
                        .filter(VendorReport.Follow.class::isInstance)
                        .map(VendorReport.Follow.class::cast)
                        .map(report -> new Said(
                                hash(account, report.address()),
                                report.isFollowing()
                                        ? new Change("granted", "follow", "follow", report.at())
                                        : new Change("withdrawn", "unfollow", "unfollow", report.at())))
                        .toList());
    }

    /** A change of consent: its new state, where it came from, in which words, when. */
    private record Change(String state, String source, String wording, Instant at) {}

    /** What was said at an address, by its hash. */
    private record Said(byte[] hash, Change change) {}

    private boolean optOut(VendorAccount account, VendorReport.OptOut report) {
        if (report.address() != null) {
            Change change = new Change("withdrawn", "reply", report.word(), report.at());
            return consent(account, List.of(new Said(hash(account, report.address()), change))) > 0;
        }
        return report.key() != null
                && optOut(AttemptKey.parse(report.key()), account.kind(), "vendor", report.word(), report.at());
    }

    /**
     * Opts out whoever was sent a message with this link: by its attempt, else by what the link itself says of it. Where a restored
     * database lost the attempt and the link says nothing, nobody knows on which channel it went, so it is all of the run's.
     *
     * @return false where neither tells who that is
     */
    boolean optOut(UnsubscribeToken link, String source, String wording, Instant at) {
        UnsubscribeToken.From from = link.from();
        if (isAsSent(link.key(), source, wording, at)
                || isAsLost(
                        link.key(),
                        from == null ? channels(link.key()) : List.of(ChannelKind.EMAIL),
                        source,
                        wording,
                        at)) {
            return true;
        }
        if (from == null) {
            return false;
        }
        Change change = new Change("withdrawn", source, wording, at);
        consent(ChannelKind.EMAIL, List.of(from.purpose().id()), List.of(new Said(from.mailbox(), change)));
        return true;
    }

    /**
     * Withdraws the consent that an attempt was sent by: its channel, and the purpose of its run. For everybody who has the address it
     * went to, as a reply does: whoever reads there wants no more of it. Where a restored database lost the attempt, for everybody who
     * has an address of that kind that the person has.
     *
     * @param kind what was sent
     * @return whether there is such an attempt, or was
     */
    boolean optOut(AttemptKey key, ChannelKind kind, String source, String wording, Instant at) {
        return isAsSent(key, source, wording, at) || isAsLost(key, List.of(kind), source, wording, at);
    }

    private List<ChannelKind> channels(AttemptKey key) {
        return sql.list(
                "select channel from run_step where run_id = ? order by position",
                row -> ChannelKind.of(row.getString("channel")),
                key.run());
    }

    private boolean isAsLost(AttemptKey key, List<ChannelKind> kinds, String source, String wording, Instant at) {
        return lost.person(key).stream()
                        .flatMap(person ->
                                kinds.stream().map(kind -> optOut(person, key.run(), kind, source, wording, at)))
                        .mapToInt(Integer::intValue)
                        .sum()
                > 0;
    }

    private boolean isAsSent(AttemptKey key, String source, String wording, Instant at) {
        List<Long> people =
                sql.list("""
                insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor, address_hash)
                select o.profile_id, a.kind, r.purpose, 'withdrawn', ?::timestamptz, ?, ?, 'person', a.address_hash
                  from attempt a
                  join delivery d on d.run_id = a.run_id and d.batch_no = a.batch_no and d.id = a.delivery_id
                  join run r on r.id = a.run_id
                 cross join lateral (
                       select d.profile_id union select x.profile_id from address x where x.hash = a.address_hash) o
                 where a.run_id = ? and a.delivery_id = ? and a.no = ?
                on conflict (profile_id, channel, purpose, state, at, source) do update set wording = excluded.wording
                returning profile_id""", row -> row.getLong(1), at, source, wording, key.run(), key.delivery(), key.no());
        return !people.isEmpty();
    }

    private int optOut(long person, long run, ChannelKind kind, String source, String wording, Instant at) {
        return sql.update(
                """
                insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor)
                select o.profile_id, ?, r.purpose, 'withdrawn', ?::timestamptz, ?, ?, 'person'
                  from run r
                 cross join lateral (
                       select ? as profile_id
                        union select x.profile_id from address own join address x on x.hash = own.hash
                               where own.profile_id = ? and own.kind = ?) o
                 where r.id = ?
                on conflict (profile_id, channel, purpose, state, at, source) do update set wording = excluded.wording""",
                kind.id(),
                at,
                source,
                wording,
                person,
                person,
                kind.addressKind().id(),
                run);
    }

    /**
     * Writes a record for everybody who has such an address; an opt-in ends an opt-out and is news of an older yes; who never
     * said anything gives no consent by it. Of an address that nobody has, what was said there is kept for whoever is given it. Whichever of
     * two words is heard of first, the later one holds.
     *
     * @return how many people were found
     */
    private int consent(ChannelKind channel, List<String> purposes, List<Said> said) {
        if (said.isEmpty()) {
            return 0;
        }
        return sql.list(
                        """
                        with said as materialized (
                            select x.*, p.purpose, ?::text as channel
                              from unnest(?::bytea[], ?::text[], ?::timestamptz[], ?::text[], ?::text[])
                                   as x(hash, state, at, source, wording)
                             cross join unnest(?::text[]) as p(purpose)
                        ), owners as (
                            select distinct a.profile_id, s.* from said s join address a on a.hash = s.hash
                        ), answers as (
                            select o.profile_id, o.channel, o.purpose, w.state, w.at, w.source, w.wording, o.hash
                              from owners o
                              join address_word w on w.address_hash = o.hash and w.channel = o.channel and w.purpose = o.purpose
                             where o.state = 'withdrawn' and w.state = 'granted' and w.at > o.at
                        ), added as (
                            insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor, address_hash)
                            select o.profile_id, o.channel, o.purpose, o.state, o.at, o.source, min(o.wording), 'person',
                                   (array_agg(o.hash))[1]
                              from (select profile_id, channel, purpose, state, at, source, wording, hash from owners
                                     where state = 'withdrawn' or source = 'follow'
                                        or exists (select 1 from consent c where c.profile_id = owners.profile_id
                                                    and c.channel = owners.channel and c.purpose = owners.purpose)
                                     union all select * from answers) o
                             group by o.profile_id, o.channel, o.purpose, o.state, o.at, o.source
                            on conflict do nothing
                        ), kept as (
                            insert into address_word (address_hash, channel, purpose, state, at, source, wording)
                            select s.hash, s.channel, s.purpose, s.state, s.at, s.source, min(s.wording)
                              from said s
                              left join wechat_contact f on f.address_hash = s.hash
                             where (s.source = 'reply' and s.state = 'granted')
                                or (not exists (select 1 from address a where a.hash = s.hash)
                                    and case s.source when 'reply' then true when 'one_click' then true
                                        -- Vendors do not tell in order: the contact knows what was last.
                                        when 'unfollow' then f.is_following is false or f.updated_at <= s.at
                                        else exists (select 1 from said o where o.hash = s.hash and o.state = 'withdrawn')
                                          or exists (select 1 from address_word o where o.address_hash = s.hash
                                                      and o.state = 'withdrawn') end)
                             group by s.hash, s.channel, s.purpose, s.state, s.at, s.source
                            on conflict do nothing
                        )
                        select distinct profile_id from owners""",
                        row -> row.getLong(1),
                        channel.id(),
                        said.stream().map(Said::hash).toArray(byte[][]::new),
                        said.stream().map(one -> one.change().state()).toArray(String[]::new),
                        said.stream().map(one -> one.change().at()).toArray(Instant[]::new),
                        said.stream().map(one -> one.change().source()).toArray(String[]::new),
                        said.stream().map(one -> one.change().wording()).toArray(String[]::new),
                        purposes.toArray(String[]::new))
                .size();
    }

    private int consent(VendorAccount account, List<Said> said) {
        return consent(account.kind(), purposes(account), said);
    }

    /** A reply may answer any account of the login. */
    private List<String> purposes(VendorAccount account) {
        return logins.of(account.name()).stream()
                .flatMap(one -> one.purpose() == null ? Arrays.stream(Purpose.values()) : Stream.of(one.purpose()))
                .map(Purpose::id)
                .distinct()
                .sorted()
                .toList();
    }

    private byte[] hash(VendorAccount account, String address) {
        return AddressHash.of(vault, account.kind().addressKind(), account.scope(), address);
    }
}
