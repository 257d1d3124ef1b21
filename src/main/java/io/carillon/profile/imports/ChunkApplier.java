package io.carillon.profile.imports;

import io.carillon.profile.AddressNormaliser;
import io.carillon.vault.Vault;
import java.util.List;

/**
 * Applies the staged rows of some people in one go. Rows of one person are joined first (the later row wins, a blank cell
 * says nothing), then everything is written set by set; each set notes whom it changed. Applying the same rows again changes
 * nothing. Runs in the caller's transaction. One thread.
 */
final class ChunkApplier {
    private static final List<String> FIELDS =
            List.of("unionid", "name", "city", "locale", "time_zone", "birthday", "gender");

    private static final String CONSENT_KEY = "profile_id, channel, purpose, state, at, source";

    // Whoever is new gets an id here already, so that nobody has to be found again afterwards.
    private static final String JOIN_ROWS = """
            insert into chunk_person (external_id, row_count, identity_hash, %1$s, traits, profile_id, is_erased, outcome)
            select j.*, coalesce(p.merged_into, p.id, nextval(pg_get_serial_sequence('profile', 'id'))),
                   p.erased_at is not null, case when p.id is null then 'created' end
              from (select r.external_id, count(*), (array_agg(r.identity_hash))[1], %2$s,
                           coalesce(case when count(*) = 1 then (array_agg(r.traits))[1]
                                         else (select jsonb_object_agg(t.key, t.value order by x.line)
                                                 from staged_row x, jsonb_each(x.traits) t
                                                where x.external_id = r.external_id) end, '{}')
                      from staged_row r where r.external_id between ? and ? group by r.external_id) j
              left join profile p on p.external_id = j.external_id collate "default"
             order by j.external_id""".formatted(
            String.join(", ", FIELDS),
            FIELDS.stream()
                    .map("(array_agg(r.%1$s order by r.line desc) filter (where r.%1$s is not null))[1]"::formatted)
                    .reduce((a, b) -> a + ", " + b)
                    .orElseThrow());

    // The same where nobody has more than one row: joining costs more than all the rest.
    private static final String TAKE_ROWS =
            """
            insert into chunk_person (external_id, row_count, identity_hash, %1$s, traits, profile_id, is_erased, outcome)
            select r.external_id, 1, r.identity_hash, %2$s, coalesce(r.traits, '{}'),
                   coalesce(p.merged_into, p.id, nextval(pg_get_serial_sequence('profile', 'id'))),
                   p.erased_at is not null, case when p.id is null then 'created' end
              from staged_row r left join profile p on p.external_id = r.external_id collate "default"
             where r.external_id between ? and ?
             order by r.external_id""".formatted(String.join(", ", FIELDS), "r." + String.join(", r.", FIELDS));

    private static final String CREATE = """
            insert into profile (id, external_id, identity_hash, %1$s, traits) overriding system value
            select m.profile_id, m.external_id, m.identity_hash, %2$s, m.traits from chunk_person m
             where m.outcome = 'created' order by m.external_id
            on conflict (external_id) do nothing""".formatted(String.join(", ", FIELDS), "m." + String.join(", m.", FIELDS));

    // Somebody else created them since.
    private static final String FIND = """
            update chunk_person m
               set profile_id = coalesce(p.merged_into, p.id), is_erased = p.erased_at is not null, outcome = null
              from profile p where m.outcome = 'created' and p.external_id = m.external_id collate "default" and p.id <> m.profile_id
            """;

    private static final String UPDATE = """
            with changed as (
                update profile p set %1$s, traits = p.traits || m.traits, updated_at = now()
                  from chunk_person m where p.id = m.profile_id and m.outcome is null and not m.is_erased
                   and (%2$s, p.traits || m.traits) is distinct from (%3$s, p.traits)
                returning p.id)""".formatted(
                            FIELDS.stream()
                                    .map("%1$s = coalesce(m.%1$s, p.%1$s)"::formatted)
                                    .reduce((a, b) -> a + ", " + b)
                                    .orElseThrow(),
                            FIELDS.stream()
                                    .map("coalesce(m.%1$s, p.%1$s)"::formatted)
                                    .reduce((a, b) -> a + ", " + b)
                                    .orElseThrow(),
                            "p." + String.join(", p.", FIELDS))
            + SetWrite.note("id");

    // The hash covers kind and scope. A person's first column gets the highest id: among equals the newest address is
    // tried first.
    private static final SetWrite ADDRESSES = new SetWrite("""
                insert into address (profile_id, kind, scope, platform, cipher, hash, key_version, normaliser_version,
                                     region, zone, source)
                select profile_id, kind, scope, platform, cipher, hash, ?, ?, region, zone, ?
                  from (select distinct on (m.profile_id, a.hash) m.profile_id, a.*
                          from chunk_person m join staged_address a on a.external_id = m.external_id
                         where %s and a.external_id between ? and ?
                         order by m.profile_id, a.hash, a.line desc, a.ordinal) found
                 order by profile_id, line, ordinal desc""", "profile_id, kind, scope, hash");

    private static final SetWrite TAGS = new SetWrite("""
                insert into profile_tag (profile_id, tag, source)
                select distinct profile_id, tag, ?
                  from (select m.profile_id, t.tag from chunk_person m join staged_tag t on t.external_id = m.external_id
                         where %1$s and t.external_id between ? and ?
                        union all
                        select m.profile_id, everybody.tag from chunk_person m, unnest(?) as everybody (tag)
                         where %1$s) found
                 order by profile_id, tag""", "profile_id, tag");

    private static final SetWrite TIMED_CONSENTS = new SetWrite("""
                insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor)
                select distinct on (m.profile_id, s.channel, s.purpose, s.state, s.at, s.source)
                       m.profile_id, s.channel, s.purpose, s.state, s.at, s.source, s.wording, ?
                  from chunk_person m join staged_consent s on s.external_id = m.external_id
                 where s.is_timed and %s and s.external_id between ? and ?
                 order by m.profile_id, s.channel, s.purpose, s.state, s.at, s.source, s.line desc""", CONSENT_KEY);

    // Nobody knows when these were said. So a yes only counts where nothing was said before, and a no only where it is
    // not
    // known already; an older file can neither undo a later opt-out nor say the same twice.
    private static final SetWrite TIMELESS_CONSENTS = new SetWrite("""
                insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor, is_dated)
                select l.profile_id, l.channel, l.purpose, l.state, l.at, l.source, l.wording, ?, false
                  from (select distinct on (m.profile_id, s.channel, s.purpose) m.profile_id, s.*
                          from chunk_person m join staged_consent s on s.external_id = m.external_id
                         where not s.is_timed and %s and s.external_id between ? and ?
                         order by m.profile_id, s.channel, s.purpose, s.line desc) l
                  left join consent c on c.profile_id = l.profile_id and c.channel = l.channel and c.purpose = l.purpose
                 where c.state is null or (l.state = 'withdrawn' and c.state = 'granted' and l.at > c.at)
                 order by l.profile_id, l.channel, l.purpose""", CONSENT_KEY);

    private static final String COUNT = """
            update import_job j set created = j.created + n.created, updated = j.updated + n.updated,
                   unchanged = j.unchanged + n.all_rows - n.created - n.updated,
                   options = jsonb_set(j.options, array[?], to_jsonb(?::bigint))
              from (select count(*) filter (where outcome = 'created') as created,
                           count(*) filter (where outcome = 'updated') as updated,
                           coalesce(sum(row_count), 0) as all_rows from chunk_person) n
             where j.id = ?""";

    private final ImportSession session;
    private final ImportJob job;
    private final KnownAddresses known;
    private final String appliedKey;
    private final boolean isAnyRepeated;

    ChunkApplier(Lane lane, ImportJob job, KnownAddresses known) {
        this.session = lane.session();
        this.job = job;
        this.known = known;
        this.appliedKey = ImportJob.appliedKey(lane.no());
        this.isAnyRepeated = StagingTables.isAnyRepeated(session);
    }

    /** Applies these people, and notes that all of the lane up to here are applied. */
    void apply(Chunk chunk) {
        String source = job.source();
        session.run("truncate chunk_person");
        session.run(isAnyRepeated ? JOIN_ROWS : TAKE_ROWS, chunk.first(), chunk.last());
        session.run("analyze chunk_person");
        SetWrite.Newcomers who = createNewcomers();
        if (who.isAnybodyKnown()) {
            session.run(UPDATE);
        }
        ADDRESSES.run(session, who, Vault.KEY_VERSION, AddressNormaliser.VERSION, source, chunk.first(), chunk.last());
        known.holdForChunk();
        TAGS.run(
                session,
                who,
                source,
                chunk.first(),
                chunk.last(),
                job.options().tags().toArray(String[]::new));
        TIMED_CONSENTS.run(session, who, job.actor(), chunk.first(), chunk.last());
        TIMELESS_CONSENTS.run(session, who, job.actor(), chunk.first(), chunk.last());
        session.run(COUNT, appliedKey, chunk.end(), job.id());
    }

    private SetWrite.Newcomers createNewcomers() {
        long all = session.number("select count(*) from chunk_person");
        long unseen = session.number("select count(*) from chunk_person where outcome = 'created'");
        int created = unseen == 0 ? 0 : session.update(CREATE);
        if (created < unseen) {
            session.run(FIND);
        }
        return new SetWrite.Newcomers(created > 0, all > created);
    }
}
