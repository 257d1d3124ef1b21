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
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks in one statement how the people of a rule stand on each channel: suppressed, without address, opted out, without
 * consent, without a WeChat grant, or reachable. It counts what the claim will find if nothing changes until then; gates
 * that depend on the time of day or on the run are not asked.
 */
public final class ReachQuery {
    /**
     * What the transaction of a question should set, and only that. The bits of a million people take some 100 MB in a hash
     * aggregate, which may have twice work_mem. Sorting is never the cheaper way here, but looks like it, because nobody can
     * foresee how many different bits there are. Compiling such a statement costs more than it saves, and handing rows from one
     * worker to another less than PostgreSQL thinks.
     */
    static final String SETTINGS =
            "select set_config('work_mem', '64MB', true), set_config('enable_sort', 'off', true),"
                    + " set_config('jit', 'off', true), set_config('parallel_tuple_cost', '0.01', true)";

    // 16,000 people at most, read by the primary key within milliseconds.
    private static final int STRETCHES = 8;
    private static final int LOOKED_AT = 2_000;

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
     * @param closed how the addresses of the kind ended, where that is all there is of it: bounced, dead or invalid
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

    /**
     * How the people of the rule stand, grouped.
     *
     * @param kinds the channels asked for; the others have no standing in the groups
     * @param isDetailed whether groups are told apart by locale, region and scope too; otherwise these are empty
     */
    public Reach reach(Compiled rule, Purpose purpose, List<ChannelKind> kinds, boolean isDetailed) {
        return reach(rule, new ReachFacts(consent, kinds, purpose, isDetailed), kinds, isDetailed);
    }

    /**
     * The same on every channel with all details, for a message that needs more, and with people told apart by the values that they
     * lack.
     */
    public Reach reachAndLacks(Compiled rule, Purpose purpose, Needs needs) {
        List<ChannelKind> all = List.of(ChannelKind.values());
        return reach(rule, new ReachFacts(consent, all, purpose, true, needs), all, true);
    }

    private Reach reach(Compiled rule, ReachFacts facts, List<ChannelKind> kinds, boolean isDetailed) {
        List<Object> binds = new ArrayList<>();
        String person = facts.person(rule, "", List.of(), binds);
        String columns = kinds.stream()
                .map(kind -> (", " + facts.reason(kind) + " as r_K, " + facts.hasAddress(kind) + " as h_K, "
                                + facts.closed(kind) + " as z_K")
                        .replace("_K", "_" + kind.id()))
                .collect(joining());
        // What people stand like is told of the groups, of which there are few, and not of each person.
        return new Reach(sql.list(
                person + ", alike as (select " + facts.columns() + ", count(*) as people from person group by "
                        + facts.columns() + ") select alike.*" + columns + " from alike",
                row -> group(row, facts, kinds, isDetailed),
                binds.toArray()));
    }

    /** Looks through the next people of the rule, at most so many, for those who cannot be reached. */
    public Stretch unreached(Compiled rule, Purpose purpose, Wanted wanted, long after, int look) {
        ChannelKind kind = wanted.kind();
        ReachFacts facts = new ReachFacts(consent, List.of(kind), purpose, false);
        List<Object> binds = new ArrayList<>();
        String person = facts.person(rule, " and p.id > ? order by p.id limit ?", List.of(after, look), binds);
        Collections.addAll(binds, wanted.reason(), wanted.reason(), wanted.closed(), wanted.closed());
        long[] last = {0, 0};
        List<Unreached> found = new ArrayList<>();
        sql.list(
                person + ", judged as (select id, " + facts.reason(kind) + " as reason, nullif(" + facts.closed(kind)
                        + ", '') as closed from person)"
                        + """
                        , wanted as (select * from judged where reason is not null and (?::text is null or reason = ?)
                             and (?::text is null or reason = 'no_address' and coalesce(closed, 'none') = ?))
                        select l.last, l.looked, w.id, p.external_id, w.reason, w.closed
                          from (select coalesce(max(id), 0) as last, count(*) as looked from audience) l
                          left join wanted w on true left join profile p on p.id = w.id order by w.id""",
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

    /**
     * The ids of at most so many people, found among a few thousand who are near each other at several places: for a rule that fits
     * few people it finds fewer than there are, or nobody, and takes no longer for it.
     */
    public List<Long> sampleNearby(Compiled rule, int limit) {
        List<Object> binds = new ArrayList<>(List.of(STRETCHES, STRETCHES, STRETCHES - 1, LOOKED_AT));
        binds.addAll(rule.binds());
        binds.add(limit);
        return sql.list(
                """
                select p.id
                  from (select low + width * n / ? as first, low + width * (n + 1) / ? as next
                          from (select min(id) as low, max(id) - min(id) + 1 as width from profile) ids,
                               generate_series(0, ?) as n) stretch,
                       lateral (select * from profile where id >= stretch.first and id < stretch.next order by id limit ?) p
                 where (""" + rule.where() + ") order by hashint8(p.id), p.id limit ?", row -> row.getLong(1), binds.toArray());
    }

    /** The ids of those who are found first, in no order; where they are few it may have to look at everybody. */
    public List<Long> first(Compiled rule, int limit) {
        List<Object> binds = new ArrayList<>(rule.binds());
        binds.add(limit);
        return sql.list(
                "select p.id from profile p where (" + rule.where() + ") limit ?",
                row -> row.getLong(1),
                binds.toArray());
    }

    private static Reach.Group group(ResultSet row, ReachFacts facts, List<ChannelKind> kinds, boolean isDetailed)
            throws SQLException {
        Map<ChannelKind, Standing> standings = new EnumMap<>(ChannelKind.class);
        for (ChannelKind kind : kinds) {
            String id = kind.id();
            boolean isPicked = facts.picked().contains(kind);
            standings.put(
                    kind,
                    new Standing(
                            row.getBoolean("h_" + id),
                            row.getString("r_" + id),
                            row.getString("z_" + id),
                            isPicked ? row.getString("g_" + id) : "",
                            isPicked ? row.getString("s_" + id) : ""));
        }
        return new Reach.Group(
                isDetailed ? row.getString("locale") : "",
                standings,
                facts.lacks(row.getLong("bits")),
                row.getLong("people"));
    }
}
