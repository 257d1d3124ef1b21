package io.carillon.profile;

import io.carillon.access.Audit;
import io.carillon.channel.AddressKind;
import io.carillon.database.Page;
import io.carillon.database.Sql;
import io.carillon.problem.Finding;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who must not be reached at all, on any channel and for any purpose. Only hashes are kept, so a suppression outlives the
 * profile and holds for one that comes later. Thread-safe.
 */
@ApplicationScoped
public class Suppressions {
    private static final String ADD = """
            insert into suppression (hash, kind, reason, source, actor)
            select hash, kind, ?, ?, ? from unnest(?, ?) as s (hash, kind) order by hash
            on conflict (hash) do nothing""";

    /** A hash in hexadecimal, as {@link #list} shows it. */
    private static final Pattern ID = Pattern.compile("(?:[0-9a-f]{2}){1,64}");

    private final Sql sql;
    private final Vault vault;
    private final Audit audit;

    public Suppressions(Sql sql, Vault vault, Audit audit) {
        this.sql = sql;
        this.vault = vault;
        this.audit = audit;
    }

    /** Suppresses people and addresses; those suppressed already keep their first reason. */
    @Transactional
    public SuppressionAnswer add(SuppressionRequest request, String source, String actor) {
        String reason = request.reason() == null ? "" : request.reason().strip();
        if (reason.isEmpty()) {
            throw Problem.invalid(Finding.error(
                    "/reason", "missing", null, Texts.here("expected.shortText"), Texts.here("suppression.why")));
        }
        Map<ByteBuffer, String> hashes = hashes(request);
        int added = sql.update(ADD, reason, source, actor, bytes(hashes), kinds(hashes));
        audit.record(
                actor, "suppress", "suppression", Map.of("asked", hashes.size(), "added", added, "reason", reason));
        return new SuppressionAnswer(hashes.size(), added);
    }

    /** Lifts suppressions. */
    @Transactional
    public SuppressionAnswer remove(SuppressionRequest request, String actor) {
        Map<ByteBuffer, String> hashes = hashes(request);
        int removed = sql.update("delete from suppression where hash = any(?)", (Object) bytes(hashes));
        audit.record(actor, "unsuppress", "suppression", Map.of("asked", hashes.size(), "removed", removed));
        return new SuppressionAnswer(hashes.size(), removed);
    }

    /** Lifts one suppression by the id of its view; false when there is none. */
    @Transactional
    public boolean remove(String id, String actor) {
        if (!ID.matcher(id).matches()) {
            return false;
        }
        int removed = sql.update("delete from suppression where hash = decode(?, 'hex')", id);
        if (removed > 0) {
            audit.record(actor, "unsuppress", "suppression", Map.of("asked", 1, "removed", 1));
        }
        return removed > 0;
    }

    /** All suppressions, in no particular order of time: by hash, so that pages stay put. */
    public Page<SuppressionView> list(@Nullable String cursor, int limit) {
        List<SuppressionView> found = sql.list(
                "select encode(hash, 'hex') as id, kind, reason, source, actor, created_at from suppression"
                        + " where hash > decode(?, 'hex') order by hash limit ?",
                row -> new SuppressionView(
                        row.getString("id"),
                        row.getString("kind"),
                        row.getString("reason"),
                        row.getString("source"),
                        row.getString("actor"),
                        Objects.requireNonNull(Sql.instant(row, "created_at"))),
                position(cursor),
                limit + 1);
        return Page.of(found, limit, SuppressionView::id);
    }

    private Map<ByteBuffer, String> hashes(SuppressionRequest request) {
        Map<ByteBuffer, String> hashes = new LinkedHashMap<>();
        if (request.externalId() != null) {
            add(hashes, request.externalId(), "/externalId");
        }
        List<String> ids = request.externalIds() == null ? List.of() : request.externalIds();
        for (int i = 0; i < ids.size(); i++) {
            add(hashes, ids.get(i), "/externalIds/" + i);
        }
        if (request.address() != null) {
            add(hashes, request.address(), "/address/value");
        }
        List<AddressRequest> addresses = request.addresses() == null ? List.of() : request.addresses();
        for (int i = 0; i < addresses.size(); i++) {
            add(hashes, addresses.get(i), "/addresses/" + i + "/value");
        }
        if (hashes.isEmpty()) {
            throw Problem.invalid(Finding.error(
                    "",
                    "missing",
                    null,
                    "externalId, externalIds, address or addresses",
                    Texts.here("suppression.whom")));
        }
        return hashes;
    }

    private void add(Map<ByteBuffer, String> hashes, String externalId, String place) {
        String id = ExternalId.normalise(externalId)
                .orElseThrow(() -> Problem.invalid(Finding.error(
                        place,
                        DataFault.INVALID_EXTERNAL_ID.id(),
                        null,
                        Texts.here("expected.externalId"),
                        Texts.here("invalid.externalId"))));
        hashes.put(ByteBuffer.wrap(ExternalId.hash(vault, id)), ExternalId.HASH_KIND);
    }

    private void add(Map<ByteBuffer, String> hashes, AddressRequest address, String place) {
        AddressKind kind = address.addressKind();
        byte[] hash = AddressHash.of(vault, kind, address.scopeOrEmpty(), address.normalised(place));
        hashes.put(ByteBuffer.wrap(hash), kind.id());
    }

    private static byte[][] bytes(Map<ByteBuffer, String> hashes) {
        return hashes.keySet().stream().map(ByteBuffer::array).toArray(byte[][]::new);
    }

    private static String[] kinds(Map<ByteBuffer, String> hashes) {
        return hashes.values().toArray(String[]::new);
    }

    private static String position(@Nullable String cursor) {
        String position = Page.position(cursor, "");
        try {
            HexFormat.of().parseHex(position);
            return position;
        } catch (IllegalArgumentException notOurs) {
            // Answers as any cursor does that is not ours.
            return String.valueOf(Page.positionNumber("!"));
        }
    }
}
