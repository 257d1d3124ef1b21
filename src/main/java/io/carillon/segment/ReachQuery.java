package io.carillon.segment;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.database.Sql;
import io.carillon.profile.ConsentRules;
import io.carillon.segment.Compilation.Compiled;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

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

    /** How the people of the rule stand, grouped. */
    public Reach reach(Compiled rule, Purpose purpose) {
        List<Object> binds = new ArrayList<>(rule.binds());
        for (int i = 0; i < ChannelKind.values().length; i++) {
            binds.add(purpose.id());
        }
        return new Reach(sql.list(statement(rule, purpose), ReachQuery::group, binds.toArray()));
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

    private String statement(Compiled rule, Purpose purpose) {
        StringJoiner columns = new StringJoiner(", ");
        StringBuilder joins = new StringBuilder();
        StringJoiner positions = new StringJoiner(", ", "1, ", "");
        int position = 2;
        for (ChannelKind kind : ChannelKind.values()) {
            columns.add(columns(kind, purpose));
            joins.append(joins(kind));
            for (int i = 0; i < 4; i++) {
                positions.add(String.valueOf(position++));
            }
        }
        return audience(rule) + "judged as (select u.locale, " + columns
                + " from audience u left join suppressed x on x.id = u.id" + joins + ")"
                + " select j.*, count(*) as people from judged j group by " + positions;
    }

    private static String audience(Compiled rule) {
        return "with audience as materialized (select p.id, p.identity_hash, " + LOCALE
                + " as locale from profile p where "
                + rule.where()
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
                ),
                """;
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
                        + " coalesce(a_K.scope, '') as s_K")
                .replace("_K", "_" + kind.id());
    }

    private static String joins(ChannelKind kind) {
        return (" left join candidate a_K on a_K.profile_id = u.id and a_K.kind = '"
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
                            row.getString("g_" + id),
                            row.getString("s_" + id)));
        }
        return new Reach.Group(row.getString("locale"), standings, row.getLong("people"));
    }
}
