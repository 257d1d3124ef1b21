package io.carillon.segment;

import static java.util.stream.Collectors.joining;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.database.Sql;
import io.carillon.profile.ConsentRules;
import io.carillon.segment.Compilation.Compiled;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Asks in one statement how the people of a rule stand on every channel: suppressed, without address, opted out, without
 * consent, without a WeChat grant, or reachable. It counts what the claim will find if nothing changes until then; gates
 * that depend on the time of day or on the run are not asked.
 */
public final class ReachQuery {
    // Person's own choice of words is bounded: language and region are all that a form is chosen by.
    private static final String LOCALE =
            "coalesce(substring(p.locale from '^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})?'), '')";

    private final Sql sql;
    private final ConsentRules consent;

    public ReachQuery(Sql sql, ConsentRules consent) {
        this.sql = sql;
        this.consent = consent;
    }

    /** One person of a sample: nothing that says who it is but the shop's own id. */
    public record Sampled(String externalId, String name, String city) {}

    /**
     * One person who cannot be reached on a channel.
     *
     * @param reason why not
     * @param closed how the newest address of the kind ended, where that is all there is of it: invalid, bounced or dead
     */
    public record Unreached(
            long id,
            String externalId,
            String reason,
            @Nullable String closed) {}

    /**
     * Whom to look for.
     *
     * @param reason a reason's id; null for any
     * @param closed as in {@link Unreached}; "none" for people who never had an address; null for any
     */
    public record Wanted(
            ChannelKind kind,
            @Nullable String reason,
            @Nullable String closed) {}

    /** A stretch of people in order of id: those found, and the id to go on after; null at the end. */
    public record Stretch(List<Unreached> found, @Nullable Long goOnAfter) {}

    /** How the people of the rule stand, grouped. */
    public Reach reach(Compiled rule, Purpose purpose) {
        List<Object> binds = new ArrayList<>(rule.binds());
        addPurposes(binds, purpose);
        String columns = "locale"
                + Arrays.stream(ChannelKind.values()).map(ReachQuery::names).collect(joining());
        return new Reach(sql.list(
                judged(rule, purpose, "") + " select " + columns + ", count(*) as people from judged group by "
                        + columns,
                ReachQuery::group,
                binds.toArray()));
    }

    /** Looks through the next people of the rule, at most so many, for those who cannot be reached. */
    public Stretch unreached(Compiled rule, Purpose purpose, Wanted wanted, long after, int look) {
        List<Object> binds = new ArrayList<>(rule.binds());
        binds.add(after);
        binds.add(look);
        addPurposes(binds, purpose);
        Collections.addAll(binds, wanted.reason(), wanted.reason(), wanted.closed(), wanted.closed());
        long[] last = {0, 0};
        List<Unreached> found = new ArrayList<>();
        sql.list(
                (judged(rule, purpose, " and p.id > ? order by p.id limit ?") + """
                                 , wanted as (
                                    select id, r_K as reason, nullif(z_K, '') as closed from judged
                                     where r_K is not null and (?::text is null or r_K = ?)
                                       and (?::text is null or r_K = 'no_address' and coalesce(nullif(z_K, ''), 'none') = ?))
                                select l.last, l.looked, w.id, p.external_id, w.reason, w.closed
                                  from (select coalesce(max(id), 0) as last, count(*) as looked from audience) l
                                  left join wanted w on true left join profile p on p.id = w.id order by w.id""")
                        .replace("_K", "_" + wanted.kind().id()),
                row -> {
                    last[0] = row.getLong("last");
                    last[1] = row.getLong("looked");
                    return row.getString("reason") == null
                            || found.add(new Unreached(
                                    row.getLong("id"),
                                    row.getString("external_id"),
                                    row.getString("reason"),
                                    row.getString("closed")));
                },
                binds.toArray());
        return new Stretch(found, last[1] < look ? null : last[0]);
    }

    /** At most so many people of the rule, oldest first. */
    public List<Sampled> sample(Compiled rule, int limit) {
        List<Object> binds = new ArrayList<>(rule.binds());
        binds.add(limit);
        return sql.list(
                "select p.external_id, coalesce(left(p.name, 1) || '…', '') as name, coalesce(p.city, '') as city"
                        + " from profile p where " + rule.where() + " order by p.id limit ?",
                row -> new Sampled(row.getString("external_id"), row.getString("name"), row.getString("city")),
                binds.toArray());
    }

    /** The ids of at most so many people, drawn alike each time but not by age. */
    public List<Long> sampleIds(Compiled rule, int limit) {
        List<Object> binds = new ArrayList<>(rule.binds());
        binds.add(limit);
        return sql.list(
                "select p.id from profile p where " + rule.where() + " order by hashint8(p.id), p.id limit ?",
                row -> row.getLong(1),
                binds.toArray());
    }

    private static void addPurposes(List<Object> binds, Purpose purpose) {
        for (int i = 0; i < ChannelKind.values().length; i++) {
            binds.add(purpose.id());
        }
    }

    /** Every person of the rule with the standing on every channel. */
    private String judged(Compiled rule, Purpose purpose, String part) {
        StringJoiner columns = new StringJoiner(", ");
        StringBuilder joins = new StringBuilder();
        for (ChannelKind kind : ChannelKind.values()) {
            columns.add(columns(kind, purpose));
            joins.append(joins(kind));
        }
        return audience(rule, part) + "judged as (select u.id, u.locale, " + columns
                + " from audience u left join suppressed x on x.id = u.id" + joins + ")";
    }

    private static String audience(Compiled rule, String part) {
        return "with audience as materialized (select p.id, p.identity_hash, " + LOCALE
                + " as locale from profile p where ("
                + rule.where() + ")" + part
                + """
                ), suppressed as (
                    select u.id from audience u join suppression s on s.hash = u.identity_hash
                    union
                    select a.profile_id from audience u join address a on a.profile_id = u.id join suppression s on s.hash = a.hash
                ), candidate as (
                    select distinct on (a.profile_id, a.kind) a.profile_id, a.kind, a.scope, coalesce(a.region, '') as region,
                           coalesce(g.is_granted, false) as is_granted
                      from audience u
                      join address a on a.profile_id = u.id and a.status = 'active'
                      left join (select address_hash, true as is_granted from wechat_grant where remaining > 0 group by 1) g
                        on g.address_hash = a.hash and a.kind = 'openid'
                     order by a.profile_id, a.kind, coalesce(g.is_granted, false) desc, a.last_success_at desc nulls last, a.id desc
                ), closed as (
                    select distinct on (a.profile_id, a.kind) a.profile_id, a.kind, a.status
                      from audience u join address a on a.profile_id = u.id and a.status <> 'active'
                     order by a.profile_id, a.kind, a.status_at desc nulls last, a.id desc
                ),
                """;
    }

    private static String names(ChannelKind kind) {
        return ", r_K, h_K, g_K, s_K, z_K".replace("_K", "_" + kind.id());
    }

    private String columns(ChannelKind kind, Purpose purpose) {
        String reason = """
                case when x.id is not null then 'suppressed' when a_K.profile_id is null then 'no_address'
                     when c_K.state = 'withdrawn' then 'opted_out'
                     when OPT_IN and c_K.state is distinct from 'granted' then 'no_consent'
                     when GRANT then 'no_grant' end""".replace("OPT_IN", consent.optInSql(kind, purpose, "a_K.region"))
                // The one WeChat product that a campaign can use is the subscribe message, and each takes a grant.
                .replace("GRANT", kind == ChannelKind.WECHAT ? "not a_K.is_granted" : "false");
        return (reason + " as r_K, a_K.profile_id is not null as h_K, coalesce(a_K.region, '') as g_K,"
                        + " coalesce(a_K.scope, '') as s_K,"
                        + " case when a_K.profile_id is null then coalesce(y_K.status, '') else '' end as z_K")
                .replace("_K", "_" + kind.id());
    }

    private static String joins(ChannelKind kind) {
        return (" left join candidate a_K on a_K.profile_id = u.id and a_K.kind = '"
                        + kind.addressKind().id() + "'"
                        + " left join closed y_K on y_K.profile_id = u.id and y_K.kind = '"
                        + kind.addressKind().id() + "'"
                        + " left join consent c_K on c_K.profile_id = u.id and c_K.channel = '" + kind.id()
                        + "' and c_K.purpose = ?")
                .replace("_K", "_" + kind.id());
    }

    private static Reach.Group group(ResultSet row) throws SQLException {
        Map<ChannelKind, Standing> standings = new EnumMap<>(ChannelKind.class);
        for (ChannelKind kind : ChannelKind.values()) {
            String id = kind.id();
            standings.put(
                    kind,
                    new Standing(
                            row.getBoolean("h_" + id),
                            row.getString("r_" + id),
                            row.getString("z_" + id),
                            row.getString("g_" + id),
                            row.getString("s_" + id)));
        }
        return new Reach.Group(row.getString("locale"), standings, row.getLong("people"));
    }
}
