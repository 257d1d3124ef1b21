package io.carillon.profile.imports;

import io.carillon.profile.DataFault;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Writes the findings of one file, those of rows in the transaction that is open. The first 100,000 are kept, all are counted: nobody
 * reads more, and a file of nothing but bad rows must not fill the disk. One thread.
 */
final class Findings {
    /** The most findings kept for one file. */
    static final long MOST = 100_000;

    private static final String ADD = """
            insert into import_finding (job_id, line, column_name, severity, reason)
            select ?, line, column_name, severity, reason
              from unnest(?, ?, ?, ?) with ordinality as f (line, column_name, severity, reason, no) order by no""";

    private static final String KEEP = """
            , kept as (insert into import_finding (job_id, line, column_name, severity, reason)
                select ?, line, column_name, 'warning', ? from found order by line limit ?)
            select count(*) from found""";

    private static final String REPEATED = """
            with found as (
                select line, null::text as column_name
                  from (select line, lead(line) over (partition by external_id order by line) as later
                          from staged_row where external_id between ? and ?) r where later is not null)""" + KEEP;
    private static final String ERASED = """
            with found as (
                select r.line, null::text as column_name from staged_row r join profile p on p.external_id = r.external_id collate "default"
                 where r.external_id between ? and ? and p.erased_at is not null)""" + KEEP;
    private static final String SHARED = """
            with found as (
                select distinct a.line, a.column_name from staged_address a join shared_hash s on s.hash = a.hash
                 where a.external_id between ? and ?)""" + KEEP;
    private static final String WITHDRAWN = """
            with found as (
                select s.line, nullif(s.column_name, '') as column_name
                  from staged_consent s join profile p on p.external_id = s.external_id collate "default"
                 where s.external_id between ? and ? and not s.is_timed and s.state = 'granted'
                   and exists (select from consent c where c.profile_id = coalesce(p.merged_into, p.id)
                                  and c.channel = s.channel and c.purpose = s.purpose and c.state = 'withdrawn' offset 0))""" + KEEP;

    private final ImportSession session;
    private final long jobId;
    private long found;

    Findings(ImportSession session, long jobId) {
        this.session = session;
        this.jobId = jobId;
    }

    /** How many there were, kept or not. */
    long found() {
        return found;
    }

    void clear() {
        session.run("delete from import_finding where job_id = ?", jobId);
        found = 0;
    }

    void add(List<RowFinding> findings) {
        List<RowFinding> kept = findings.subList(0, (int) Math.min(findings.size(), room()));
        found += findings.size();
        if (!kept.isEmpty()) {
            session.run(
                    ADD,
                    jobId,
                    kept.stream().map(RowFinding::line).toArray(Long[]::new),
                    kept.stream().map(RowFinding::column).toArray(String[]::new),
                    kept.stream().map(RowFinding::severity).toArray(String[]::new),
                    kept.stream().map(f -> f.fault().id()).toArray(String[]::new));
        }
    }

    /**
     * Finds what only shows when all rows are applied: who shares an address, whose rows were joined. Asked of the session
     * that staged them, and committed there.
     *
     * @param meetings which there may be
     */
    void addMeetings(Lane lane, Chunk chunk, List<Meeting> meetings) {
        meetings.forEach(meeting -> found +=
                lane.session().number(meeting.sql, chunk.first(), chunk.last(), jobId, meeting.fault.id(), room()));
        lane.session().commit();
    }

    /** A finding about people that rows of the file have in common with others, or with each other. */
    enum Meeting {
        REPEATED(Findings.REPEATED, DataFault.REPEATED_ID, StagingTables::isAnyRepeated),
        ERASED(
                Findings.ERASED,
                DataFault.ERASED,
                session -> session.isAny("select from profile where erased_at is not null")),
        SHARED(Findings.SHARED, DataFault.SHARED_ADDRESS, session -> session.isAny("select from shared_hash")),
        WITHDRAWN(
                Findings.WITHDRAWN,
                DataFault.CONSENT_WITHDRAWN_SINCE,
                session -> session.isAny("select from consent where state = 'withdrawn'"));

        private final String sql;
        private final DataFault fault;
        /** Whether there is any in what a session staged; looked at once, as most files have none. */
        private final Predicate<ImportSession> mayBe;

        Meeting(String sql, DataFault fault, Predicate<ImportSession> mayBe) {
            this.sql = sql;
            this.fault = fault;
            this.mayBe = mayBe;
        }

        /** All that there may be. */
        static List<Meeting> in(ImportSession session) {
            return Arrays.stream(values())
                    .filter(meeting -> meeting.mayBe.test(session))
                    .toList();
        }
    }

    private long room() {
        return Math.max(0, MOST - found);
    }
}
