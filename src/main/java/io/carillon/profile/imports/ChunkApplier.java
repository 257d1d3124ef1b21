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

    private static final String JOIN_ROWS = """
            insert into chunk_person (external_id, row_count, identity_hash, %s, traits)
            select r.external_id, count(*), (array_agg(r.identity_hash))[1], %s,
                   coalesce((select jsonb_object_agg(t.key, t.value order by x.line)
                               from staged_row x, jsonb_each(x.traits) t where x.external_id = r.external_id), '{}')
              from staged_row r where r.external_id between ? and ? group by r.external_id
             order by r.external_id""".formatted(
            String.join(", ", FIELDS),
            FIELDS.stream()
                    .map("(array_agg(r.%1$s order by r.line desc) filter (where r.%1$s is not null))[1]"::formatted)
                    .reduce((a, b) -> a + ", " + b)
                    .orElseThrow());

    private static final String CREATE = """
            with fresh as (
                insert into profile (external_id, identity_hash, %1$s, traits)
                select m.external_id, m.identity_hash, %2$s, m.traits from chunk_person m
                 where not exists (select from profile p where p.external_id = m.external_id collate "default")
                 order by m.external_id
                on conflict (external_id) do nothing returning id, external_id)
            update chunk_person m set profile_id = f.id, outcome = 'created' from fresh f where f.external_id = m.external_id collate "default"
            """.formatted(String.join(", ", FIELDS), "m." + String.join(", m.", FIELDS));

    private static final String FIND = """
            update chunk_person m set profile_id = coalesce(p.merged_into, p.id), is_erased = p.erased_at is not null
              from profile p where m.profile_id is null and p.external_id = m.external_id collate "default"
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
            + note("id");

    // The hash covers kind and scope. A person's first column gets the highest id: among equals the newest address is
    // tried first.
    private static final String ADDRESSES = """
            with changed as (
                insert into address (profile_id, kind, scope, platform, cipher, hash, key_version, normaliser_version,
                                     region, zone, source)
                select profile_id, kind, scope, platform, cipher, hash, ?, ?, region, zone, ?
                  from (select distinct on (m.profile_id, a.hash) m.profile_id, a.*
                          from chunk_person m join staged_address a on a.external_id = m.external_id
                         where not m.is_erased and a.external_id between ? and ?
                         order by m.profile_id, a.hash, a.line desc, a.ordinal) found
                 order by profile_id, line, ordinal desc
                on conflict (profile_id, kind, scope, hash) do nothing returning profile_id)""" + note("profile_id");

    private static final String TAGS = """
            with changed as (
                insert into profile_tag (profile_id, tag, source)
                select distinct profile_id, tag, ?
                  from (select m.profile_id, t.tag from chunk_person m join staged_tag t on t.external_id = m.external_id
                         where not m.is_erased and t.external_id between ? and ?
                        union all
                        select m.profile_id, everybody.tag from chunk_person m, unnest(?) as everybody (tag)
                         where not m.is_erased) found
                 order by profile_id, tag
                on conflict (profile_id, tag) do nothing returning profile_id)""" + note("profile_id");

    private static final String TIMED_CONSENTS = """
            with changed as (
                insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor)
                select distinct on (m.profile_id, s.channel, s.purpose, s.state, s.at, s.source)
                       m.profile_id, s.channel, s.purpose, s.state, s.at, s.source, s.wording, ?
                  from chunk_person m join staged_consent s on s.external_id = m.external_id
                 where s.is_timed and not m.is_erased and s.external_id between ? and ?
                 order by m.profile_id, s.channel, s.purpose, s.state, s.at, s.source, s.line desc
                on conflict (profile_id, channel, purpose, state, at, source) do nothing returning profile_id)""" + note("profile_id");

    // Nobody knows when these were said. So a yes only counts where nothing was said before, and a no only where it is
    // not
    // known already; an older file can neither undo a later opt-out nor say the same twice.
    private static final String TIMELESS_CONSENTS = """
            with changed as (
                insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor)
                select l.profile_id, l.channel, l.purpose, l.state, l.at, l.source, l.wording, ?
                  from (select distinct on (m.profile_id, s.channel, s.purpose) m.profile_id, s.*
                          from chunk_person m join staged_consent s on s.external_id = m.external_id
                         where not s.is_timed and not m.is_erased and s.external_id between ? and ?
                         order by m.profile_id, s.channel, s.purpose, s.line desc) l
                  left join consent c on c.profile_id = l.profile_id and c.channel = l.channel and c.purpose = l.purpose
                 where c.state is null or (l.state = 'withdrawn' and c.state = 'granted' and l.at > c.at)
                 order by l.profile_id, l.channel, l.purpose
                on conflict (profile_id, channel, purpose, state, at, source) do nothing returning profile_id)""" + note("profile_id");

    private static final String COUNT = """
            update import_job j set created = j.created + n.created, updated = j.updated + n.updated,
                   unchanged = j.unchanged + n.all_rows - n.created - n.updated,
                   options = jsonb_set(j.options, '{applied}', to_jsonb(?::bigint))
              from (select count(*) filter (where outcome = 'created') as created,
                           count(*) filter (where outcome = 'updated') as updated,
                           coalesce(sum(row_count), 0) as all_rows from chunk_person) n
             where j.id = ?""";

    private final ImportSession session;
    private final ImportJob job;

    ChunkApplier(ImportSession session, ImportJob job) {
        this.session = session;
        this.job = job;
    }

    /** Applies these people, and notes that all up to here are applied. */
    void apply(Chunk chunk) {
        String source = "import:" + job.id();
        session.run("truncate chunk_person");
        session.run(JOIN_ROWS, chunk.first(), chunk.last());
        session.run("analyze chunk_person");
        session.run(CREATE);
        session.run(FIND);
        session.run(UPDATE);
        session.run(ADDRESSES, Vault.KEY_VERSION, AddressNormaliser.VERSION, source, chunk.first(), chunk.last());
        session.run(
                TAGS, source, chunk.first(), chunk.last(), job.options().tags().toArray(String[]::new));
        session.run(TIMED_CONSENTS, job.actor(), chunk.first(), chunk.last());
        session.run(TIMELESS_CONSENTS, job.actor(), chunk.first(), chunk.last());
        session.run(COUNT, chunk.end(), job.id());
    }

    /** Ends a statement: whoever was changed and is not noted as created is noted as updated. */
    private static String note(String profileId) {
        return " update chunk_person m set outcome = 'updated' from (select distinct " + profileId
                + " as id from changed) c where m.profile_id = c.id and m.outcome is null";
    }
}
