package io.carillon.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.VendorReport;
import io.carillon.database.Sql;
import io.carillon.profile.imports.ImportListener;
import io.carillon.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/** Stores reports, each once by its account and its own key, encrypted. A copy that comes again changes nothing. */
@ApplicationScoped
public class ReceiptStore implements ImportListener {
    private static final String CONTEXT = "receipt";

    private final Sql sql;
    private final ObjectMapper json;
    private final Vault vault;
    private final MeterRegistry meters;

    public ReceiptStore(Sql sql, ObjectMapper json, Vault vault, MeterRegistry meters) {
        this.sql = sql;
        this.json = json;
        this.vault = vault;
        this.meters = meters;
    }

    /** A stored report on its way to be applied. */
    record Stored(long id, String account, VendorReport report, int tries) {}

    /** Whether PostgreSQL can look for what stands in a report; it has no NUL, and so has no vendor's id. */
    boolean isReadable(VendorReport report) {
        return isWithoutNul(json.valueToTree(report));
    }

    private static boolean isWithoutNul(JsonNode node) {
        return node.isTextual()
                ? node.textValue().indexOf(0) < 0
                : node.valueStream().allMatch(ReceiptStore::isWithoutNul);
    }

    /** Stores what is new. Commits before it returns. */
    @Transactional
    public void add(String account, List<VendorReport> reports, byte[] raw) {
        if (reports.isEmpty()) {
            return;
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        byte[] kept = vault.encrypt(new String(raw, StandardCharsets.UTF_8), CONTEXT);
        int added = sql.update(
                """
                insert into receipt (account, dedupe_key, report, raw)
                select ?, x.key, x.report, x.raw from unnest(?::bytea[], ?::bytea[], ?::bytea[]) as x(key, report, raw)
                on conflict do nothing""",
                account,
                reports.stream().map(report -> digest(report.dedupeKey())).toArray(byte[][]::new),
                reports.stream().map(report -> sealed(report.heard(now))).toArray(byte[][]::new),
                // A body that carries many reports is kept once, with the first of them.
                java.util.stream.IntStream.range(0, reports.size())
                        .mapToObj(i -> i == 0 ? kept : null)
                        .toArray(byte[][]::new));
        count("stored", added);
        count("repeated", reports.size() - added);
    }

    /** {@code carillon_receipts_total} by what became of them. */
    private void count(String what, int reports) {
        if (reports > 0) {
            meters.counter("carillon.receipts", "what", what).increment(reports);
        }
    }

    /** Locks reports that are due to be applied; joins the caller's transaction. */
    List<Stored> due(int most) {
        return sql.list("""
                select id, account, report, tries from receipt
                 where state in ('new', 'unmatched') and next_try_at <= clock_timestamp()
                 order by next_try_at, id limit ? for update skip locked""", this::stored, most);
    }

    /** No report waits for longer than ten minutes: where one seems to, the clock was set back. Commits by itself. */
    void believeNoFarTime() {
        sql.update("""
                update receipt set next_try_at = clock_timestamp()
                 where state in ('new', 'unmatched') and next_try_at > clock_timestamp() + interval '11 minutes'""");
    }

    /** The ids of reports that are due, without a lock. */
    List<Long> dueIds(int most) {
        return sql.list("""
                select id from receipt
                 where state in ('new', 'unmatched') and next_try_at <= clock_timestamp()
                 order by next_try_at, id limit ?""", row -> row.getLong(1), most);
    }

    /** Locks this report if it is still due and nobody else has it; joins the caller's transaction. */
    List<Stored> due(long id) {
        return sql.list("""
                select id, account, report, tries from receipt
                 where id = ? and state in ('new', 'unmatched') and next_try_at <= clock_timestamp()
                   for update skip locked""", this::stored, id);
    }

    private Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getLong("id"), row.getString("account"), opened(row.getBytes("report")), row.getInt("tries"));
    }

    /** These were applied. */
    void applied(Collection<Long> ids) {
        sql.update("update receipt set state = 'applied', applied_at = clock_timestamp() where id = any (?)", (Object)
                ids.toArray(Long[]::new));
        count("applied", ids.size());
    }

    /** Nothing of ours was found for these yet; they are tried again for a day. */
    void unmatched(Collection<Long> ids) {
        sql.update("""
                update receipt set tries = tries + 1,
                       state = case when received_at < clock_timestamp() - interval '1 day' then 'failed' else 'unmatched' end,
                       next_try_at = clock_timestamp() + least(600, power(2, least(tries, 9))) * interval '1 second'
                 where id = any (?)""", (Object) ids.toArray(Long[]::new));
        count("unmatched", ids.size());
    }

    /** Somebody may have got the address by now that a report was about. Commits by itself. */
    @Override
    public void importCompleted() {
        sql.update("update receipt set next_try_at = clock_timestamp() where state = 'unmatched'");
    }

    /** Drops raw bodies older than that many days; what was applied stays. */
    @Transactional
    public int dropRaw(int days) {
        return sql.update(
                "update receipt set raw = null where raw is not null and received_at < clock_timestamp() - ? * interval '1 day'",
                days);
    }

    private byte[] sealed(VendorReport report) {
        try {
            return vault.encrypt(json.writerFor(VendorReport.class).writeValueAsString(report), CONTEXT);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "A report of type " + report.getClass().getSimpleName() + " is not JSON", impossible);
        }
    }

    private VendorReport opened(byte[] sealed) {
        try {
            return json.readValue(vault.decrypt(sealed, CONTEXT), VendorReport.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored report cannot be read", broken);
        }
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }
}
