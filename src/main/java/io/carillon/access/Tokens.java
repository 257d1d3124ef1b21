package io.carillon.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Named bearer tokens: {@code cln_} and 256 random bits. Only their SHA-256 is stored, which is enough for a secret that
 * cannot be guessed. Used by many threads; a look-up is kept for {@link #KEPT}, so a revocation bites in every process
 * within that time, and at once in the one that revokes.
 */
@ApplicationScoped
public class Tokens {
    /** How long a look-up is believed. */
    static final Duration KEPT = Duration.ofSeconds(5);

    /** What a token looks like. */
    static final Pattern SHAPE = Pattern.compile("cln_[A-Za-z0-9_-]{43}");

    private static final String COLUMNS = "id, name, created_at, revoked_at";
    private static final int BYTES = 32;
    private static final int MOST_KEPT = 10_000;

    private final Sql sql;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Optional<String>> names =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(KEPT).build();

    public Tokens(Sql sql) {
        this.sql = sql;
    }

    /**
     * A token as it is stored.
     *
     * @param revokedAt null while it works
     */
    public record Entry(
            long id,
            String name,
            Instant createdAt,
            @Nullable Instant revokedAt) {}

    /** A token just made, and its text. */
    record Made(Entry entry, String text) {

        /** Without the text, so that it may be logged. */
        @Override
        public String toString() {
            return entry.toString();
        }
    }

    /** The text of a new token of that name, or empty when the name is taken. It is never to be had again. */
    public Optional<String> create(String name) {
        return make(name).map(Made::text);
    }

    /** As {@link #create}, with what is stored of it. */
    Optional<Made> make(String name) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String token = "cln_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return sql.first(
                "insert into api_token (name, token_hash) values (?, ?) on conflict (name) do nothing returning "
                        + COLUMNS,
                row -> new Made(entry(row), token),
                name,
                hash(token));
    }

    /** The name of a token that works; empty for any other text. */
    public Optional<String> nameOf(String token) {
        if (!SHAPE.matcher(token).matches()) {
            return Optional.empty();
        }
        byte[] hash = hash(token);
        String key = HexFormat.of().formatHex(hash);
        Optional<String> kept = names.getIfPresent(key);
        if (kept == null) {
            kept = sql.first(
                    "select name from api_token where token_hash = ? and revoked_at is null",
                    row -> row.getString(1),
                    (Object) hash);
            names.put(key, kept);
        }
        return kept;
    }

    /** Whether a token of this text was ever given out, revoked or not. */
    boolean isKnown(String token) {
        return sql.one("select exists (select from api_token where token_hash = ?)", row -> row.getBoolean(1), (Object)
                hash(token));
    }

    /** Whether any token works. */
    boolean isAnyAlive() {
        return sql.one("select exists (select from api_token where revoked_at is null)", row -> row.getBoolean(1));
    }

    /** Up to that many tokens with a greater id, in the order they were made. */
    public List<Entry> list(long afterId, int limit) {
        return sql.list(
                "select " + COLUMNS + " from api_token where id > ? order by id limit ?",
                Tokens::entry,
                afterId,
                limit);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("id"),
                row.getString("name"),
                Objects.requireNonNull(Sql.instant(row, "created_at")),
                Sql.instant(row, "revoked_at"));
    }

    /** Ends a token; answers its name, or empty when there is none of that id. Revoking twice changes nothing. */
    public Optional<String> revoke(long id) {
        return sql.first(
                "update api_token set revoked_at = coalesce(revoked_at, now()) where id = ? returning name",
                row -> row.getString(1),
                id);
    }

    /** Forgets what it kept; call after a revocation is committed. */
    void forget() {
        names.invalidateAll();
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }
}
