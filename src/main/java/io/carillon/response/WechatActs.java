package io.carillon.response;

import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.database.Sql;
import io.carillon.profile.AddressHash;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people did at a WeChat account: who follows, when they last acted, and which messages they granted. In bulk, as a party of
 * followers comes within seconds; of several acts of one person the later counts. Joins the caller's transaction.
 */
@ApplicationScoped
public class WechatActs {
    private final Sql sql;
    private final Vault vault;

    public WechatActs(Sql sql, Vault vault) {
        this.sql = sql;
        this.vault = vault;
    }

    private record GrantName(String address, String template) {}

    /** Granted messages of one template: how many, after a refusal or on top of what there is. */
    private record Granted(boolean isFromZero, int count, Instant at) {
        Granted then(VendorReport.Grant next) {
            return next.count() == 0
                    ? new Granted(true, 0, next.at())
                    : new Granted(isFromZero, count + next.count(), next.at());
        }
    }

    /**
     * What somebody did.
     *
     * @param isFollowing null where nothing was said of that, as {@code followedAt} is then
     * @param actedAt of the last act; the end of following is none
     */
    private record Met(
            byte[] hash,
            @Nullable Boolean isFollowing,
            @Nullable Instant followedAt,
            @Nullable Instant actedAt) {
        static Met of(byte[] hash, VendorReport.@Nullable Follow follow, VendorReport.@Nullable Interaction act) {
            Instant followed = follow == null ? null : follow.at();
            Instant acted = act == null ? null : act.at();
            if (follow != null && follow.isFollowing() && (acted == null || acted.isBefore(follow.at()))) {
                acted = follow.at();
            }
            return new Met(hash, follow == null ? null : follow.isFollowing(), followed, acted);
        }
    }

    /** Applies reports of one account in the order given; those of other kinds are passed over. */
    void apply(VendorAccount account, List<VendorReport> reports) {
        Map<String, VendorReport.Follow> follows = new LinkedHashMap<>();
        Map<String, VendorReport.Interaction> acts = new LinkedHashMap<>();
        Map<GrantName, Granted> grants = new LinkedHashMap<>();
        for (VendorReport report : reports) {
            if (report instanceof VendorReport.Follow follow) {
                follows.merge(follow.address(), follow, (a, b) -> b.at().isBefore(a.at()) ? a : b);
            } else if (report instanceof VendorReport.Interaction act) {
                acts.merge(act.address(), act, (a, b) -> b.at().isBefore(a.at()) ? a : b);
            } else if (report instanceof VendorReport.Grant grant) {
                grants.compute(
                        new GrantName(grant.address(), grant.template()),
                        (name, before) -> (before == null ? new Granted(false, 0, grant.at()) : before).then(grant));
            }
        }
        meet(account, follows, acts);
        grant(account, grants);
    }

    /** Follows and acts in one statement, so that two processes take the rows of people in the same order. */
    private void meet(
            VendorAccount account,
            Map<String, VendorReport.Follow> follows,
            Map<String, VendorReport.Interaction> acts) {
        Set<String> addresses = new LinkedHashSet<>(follows.keySet());
        addresses.addAll(acts.keySet());
        if (addresses.isEmpty()) {
            return;
        }
        List<Met> met = addresses.stream()
                .map(address -> Met.of(hash(account, address), follows.get(address), acts.get(address)))
                .toList();
        sql.update(
                """
                insert into wechat_contact as c (address_hash, is_following, last_interaction_at, updated_at)
                select hash, is_following, acted_at, coalesce(followed_at, '-infinity')
                  from unnest(?::bytea[], ?::boolean[], ?::timestamptz[], ?::timestamptz[]) as x(hash, is_following, followed_at, acted_at)
                 order by hash
                on conflict (address_hash) do update
                   set is_following = case when excluded.is_following is not null and c.updated_at <= excluded.updated_at
                                           then excluded.is_following else c.is_following end,
                       updated_at = greatest(c.updated_at, excluded.updated_at),
                       last_interaction_at = greatest(c.last_interaction_at, excluded.last_interaction_at)""",
                met.stream().map(Met::hash).toArray(byte[][]::new),
                met.stream().map(Met::isFollowing).toArray(Boolean[]::new),
                met.stream().map(Met::followedAt).toArray(Instant[]::new),
                met.stream().map(Met::actedAt).toArray(Instant[]::new));
    }

    private void grant(VendorAccount account, Map<GrantName, Granted> grants) {
        if (grants.isEmpty()) {
            return;
        }
        sql.update(
                """
                insert into wechat_grant as g (address_hash, template, remaining, updated_at)
                select hash, template, n, at
                  from unnest(?::bytea[], ?::text[], ?::int[], ?::timestamptz[]) as x(hash, template, n, at) order by 1, 2
                on conflict (address_hash, template) do update
                   set remaining = excluded.remaining + case when (excluded.address_hash, excluded.template) in
                           (select hash, template from unnest(?::bytea[], ?::text[]) as z(hash, template)) then 0 else g.remaining end,
                       updated_at = excluded.updated_at""",
                hashes(account, grants),
                templates(grants),
                grants.values().stream().map(Granted::count).toArray(Integer[]::new),
                grants.values().stream().map(Granted::at).toArray(Instant[]::new),
                hashes(account, fromZero(grants)),
                templates(fromZero(grants)));
    }

    private static Map<GrantName, Granted> fromZero(Map<GrantName, Granted> grants) {
        Map<GrantName, Granted> some = new LinkedHashMap<>(grants);
        some.values().removeIf(granted -> !granted.isFromZero());
        return some;
    }

    private byte[][] hashes(VendorAccount account, Map<GrantName, Granted> grants) {
        return grants.keySet().stream()
                .map(name -> hash(account, name.address()))
                .toArray(byte[][]::new);
    }

    private static String[] templates(Map<GrantName, Granted> grants) {
        return grants.keySet().stream().map(GrantName::template).toArray(String[]::new);
    }

    private byte[] hash(VendorAccount account, String address) {
        return AddressHash.of(vault, account.kind().addressKind(), account.scope(), address);
    }
}
