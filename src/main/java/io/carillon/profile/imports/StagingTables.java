package io.carillon.profile.imports;

import java.util.List;

/**
 * The temporary tables that hold a whole file, one row for each row, address, tag and consent, addresses encrypted. They
 * belong to the session and write no log. Sorted by external id they bring the rows of one person together, however far
 * apart they stand in the file.
 */
final class StagingTables {
    private static final List<String> NAMES = List.of(
            "staged_row",
            "staged_address",
            "staged_tag",
            "staged_consent",
            "staged_person",
            "chunk_person",
            "shared_hash");
    /** The order of external ids; the same on every server, whatever its locale. */
    private static final String ID = "external_id text collate \"C\" not null";

    private static final List<String> CREATE = List.of(
            "create temp table staged_row (line bigint not null, " + ID
                    + ", identity_hash bytea not null, unionid text,"
                    + " name text, city text, locale text, time_zone text, birthday date, gender text, traits jsonb)",
            "create temp table staged_address (line bigint not null, " + ID + ", ordinal int not null,"
                    + " column_name text not null, kind text not null, scope text not null, platform text not null,"
                    + " cipher bytea not null, hash bytea not null, region text, zone text)",
            "create temp table staged_tag (" + ID + ", tag text not null)",
            "create temp table staged_consent (line bigint not null, " + ID + ", column_name text not null,"
                    + " channel text not null, purpose text not null, state text not null, at timestamptz not null,"
                    + " is_timed boolean not null, source text not null, wording text)",
            "create temp table chunk_person (" + ID + ", row_count bigint not null, identity_hash bytea not null,"
                    + " unionid text, name text, city text, locale text, time_zone text, birthday date, gender text,"
                    + " traits jsonb not null, profile_id bigint, is_erased boolean not null default false,"
                    + " outcome text)");

    private static final List<String> SORT = List.of(
            "create index on staged_row (external_id, line)",
            "create index on staged_address (external_id)",
            "create index on staged_tag (external_id)",
            "create index on staged_consent (external_id)",
            "create temp table staged_person as select row_number() over (order by external_id) as no, external_id"
                    + " from (select distinct external_id from staged_row) ids",
            "create unique index on staged_person (no)",
            "analyze staged_row",
            "analyze staged_address",
            "analyze staged_tag",
            "analyze staged_consent",
            "analyze staged_person");

    // All at once: for a large file one pass over all addresses, where a look-up for each would take most of the
    // import's time.
    private static final List<String> MEET = List.of(
            "set local work_mem = '128MB'",
            "drop table if exists pg_temp.shared_hash",
            "create temp table shared_hash as select x.hash from address x"
                    + " where x.hash in (select hash from staged_address) group by x.hash having count(*) > 1",
            "analyze shared_hash");

    private StagingTables() {}

    /** Makes them anew, empty. */
    static void create(ImportSession session) {
        drop(session);
        CREATE.forEach(session::run);
        session.commit();
    }

    /** After the last row: brings the rows of each person together. */
    static void sort(ImportSession session) {
        SORT.forEach(session::run);
        session.commit();
    }

    /** Whether anybody has several rows; asked when they are sorted. */
    static boolean isAnyRepeated(ImportSession session) {
        return session.number("select (select count(*) from staged_row) - (select count(*) from staged_person)") > 0;
    }

    /** After the last person: finds which of the file's addresses more than one person has. */
    static void meet(ImportSession session) {
        MEET.forEach(session::run);
        session.commit();
    }

    static void drop(ImportSession session) {
        session.run("drop table if exists pg_temp." + String.join(", pg_temp.", NAMES) + ", pg_temp."
                + String.join(", pg_temp.", KnownAddresses.TABLES));
    }
}
