package io.carillon.profile.imports;

import java.util.List;

/**
 * What is known of a file's addresses from people who had them before, or whom nobody knew yet: that nothing arrives there, or that
 * somebody wants no more of it. It holds for whoever is given such an address; a consent that was given later than an opt-out there counts all the same.
 * What a person said to the shop, and not at an address, stays theirs. One lane's, one thread.
 */
final class KnownAddresses {
    /** In temporary tables of the lane. */
    static final List<String> TABLES = List.of("known_closed", "known_word");

    /** What died before may be somebody else's by now: numbers are given to new owners after some months. */
    private static final String LATELY = "interval '90 days'";

    private static final List<String> FIND = List.of(
            "drop table if exists pg_temp." + String.join(", pg_temp.", TABLES),
            """
            create temp table known_closed as
            select distinct on (x.hash) x.hash, x.status, x.status_reason, x.status_at from address x
             where x.status <> 'active' and x.status_at > now() - %s and x.hash in (select hash from staged_address)
             order by x.hash, x.status_at desc""".formatted(LATELY),
            """
            create temp table known_word as
            select * from (
                select distinct on (r.address_hash, r.channel, r.purpose) r.address_hash as hash, r.channel, r.purpose, r.state, r.at,
                       r.source, r.wording, r.actor
                  from said_at_address r where r.address_hash in (select hash from staged_address)
                 order by r.address_hash, r.channel, r.purpose, r.at desc, r.state desc) last
             where state = 'withdrawn'""",
            "analyze known_closed",
            "analyze known_word");

    private static final String CLOSE = """
            update address n set status = k.status, status_reason = k.status_reason, status_at = k.status_at
              from known_closed k where n.hash = k.hash and n.status = 'active' and n.source = ?""";

    private static final String OPT_OUT = """
            insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor)
            select distinct n.profile_id, k.channel, k.purpose, 'withdrawn', k.at, k.source, k.wording, k.actor
              from known_word k join address n on n.hash = k.hash
             where n.source = ?
               and not exists (select 1 from consent_record o
                    where o.profile_id = n.profile_id and o.channel = k.channel and o.purpose = k.purpose and o.at >= k.at
                      and case o.state when 'withdrawn' then o.source = k.source else o.is_dated and o.at > k.at end)""";

    private static final String OF_CHUNK = " and n.profile_id in (select profile_id from chunk_person)";
    private static final String UNLESS_THERE = " on conflict do nothing";

    private final ImportSession session;
    private final String source;
    private boolean isAnyClosed;
    private boolean isAnythingSaid;

    /**
     * @param source what the import's addresses name as their source
     */
    KnownAddresses(ImportSession session, String source) {
        this.session = session;
        this.source = source;
    }

    /** Looks through everything once; commits. */
    void find() {
        FIND.forEach(session::run);
        isAnyClosed = session.isAny("select from known_closed");
        isAnythingSaid = session.isAny("select from known_word");
        session.commit();
    }

    /** For the addresses that the people of this chunk were given; before their consents, so that a yes without a time undoes nothing. */
    void holdForChunk() {
        hold(OF_CHUNK);
    }

    /** For all that this import gave out: something may have been said meanwhile. */
    void holdForAll() {
        find();
        hold("");
    }

    private void hold(String whose) {
        if (isAnyClosed) {
            session.run(CLOSE + whose, source);
        }
        if (isAnythingSaid) {
            session.run(OPT_OUT + whose + UNLESS_THERE, source);
        }
    }
}
