package io.carillon.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.AddressKind;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads all about one person into a view, with addresses masked. */
@ApplicationScoped
public class ProfileReader {
    private static final int MOST_RECORDS = 100;

    private static final String ADDRESSES = """
            select a.*, exists (select from suppression s where s.hash = a.hash) as is_suppressed,
                   w.is_following, w.last_interaction_at,
                   coalesce((select sum(g.remaining) from wechat_grant g where g.address_hash = a.hash), 0) as grants
              from address a left join wechat_contact w on w.address_hash = a.hash
             where a.profile_id = ? order by a.kind, a.id limit 200""";

    private final Sql sql;
    private final MaskedAddresses masked;
    private final ObjectMapper json;

    public ProfileReader(Sql sql, MaskedAddresses masked, ObjectMapper json) {
        this.sql = sql;
        this.masked = masked;
        this.json = json;
    }

    Optional<ProfileView> read(long id) {
        return sql.first("select * from profile where id = ?", row -> new Found(row, traits(row)), id)
                .map(found -> view(id, found));
    }

    private ProfileView view(long id, Found found) {
        return new ProfileView(
                id,
                found.externalId,
                found.unionid,
                found.name,
                found.city,
                found.locale,
                found.timeZone,
                found.birthday,
                found.gender,
                found.traits,
                sql.list("select tag from profile_tag where profile_id = ? order by tag", row -> row.getString(1), id),
                sql.list(ADDRESSES, this::address, id),
                consents(id),
                records(id),
                suppressed(found.identityHash),
                found.mergedInto,
                found.erasedAt,
                found.createdAt,
                found.updatedAt);
    }

    private ProfileView.Address address(ResultSet row) throws SQLException {
        AddressKind kind = AddressKind.of(row.getString("kind"));
        return new ProfileView.Address(
                row.getLong("id"),
                kind.id(),
                row.getString("scope"),
                row.getString("platform"),
                masked.mask(row),
                row.getString("region"),
                row.getString("zone"),
                row.getString("status"),
                row.getString("status_reason"),
                Sql.instant(row, "status_at"),
                Sql.instant(row, "last_success_at"),
                row.getString("source"),
                row.getBoolean("is_suppressed"),
                kind == AddressKind.OPENID ? wechat(row) : null);
    }

    private static ProfileView.Wechat wechat(ResultSet row) throws SQLException {
        return new ProfileView.Wechat(
                row.getObject("is_following", Boolean.class),
                Sql.instant(row, "last_interaction_at"),
                row.getLong("grants"));
    }

    private List<ProfileView.Consent> consents(long id) {
        return sql.list(
                "select channel, purpose, state, at from consent where profile_id = ? order by channel, purpose",
                row -> new ProfileView.Consent(
                        row.getString("channel"),
                        row.getString("purpose"),
                        row.getString("state"),
                        Objects.requireNonNull(Sql.instant(row, "at"))),
                id);
    }

    private List<ProfileView.ConsentRecord> records(long id) {
        return sql.list(
                "select * from consent_record where profile_id = ? order by at desc, id desc limit ?",
                row -> new ProfileView.ConsentRecord(
                        row.getString("channel"),
                        row.getString("purpose"),
                        row.getString("state"),
                        Objects.requireNonNull(Sql.instant(row, "at")),
                        row.getString("source"),
                        row.getString("wording"),
                        row.getString("actor"),
                        Objects.requireNonNull(Sql.instant(row, "recorded_at"))),
                id,
                MOST_RECORDS);
    }

    private ProfileView.@Nullable Suppressed suppressed(byte[] identityHash) {
        return sql.first(
                        "select reason, source, actor, created_at from suppression where hash = ?",
                        row -> new ProfileView.Suppressed(
                                row.getString("reason"),
                                row.getString("source"),
                                row.getString("actor"),
                                Objects.requireNonNull(Sql.instant(row, "created_at"))),
                        (Object) identityHash)
                .orElse(null);
    }

    private JsonNode traits(ResultSet row) throws SQLException {
        try {
            return json.readTree(row.getString("traits"));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("PostgreSQL keeps only JSON in jsonb", impossible);
        }
    }

    /** The row of the profile itself. */
    private static final class Found {
        final String externalId;
        final byte[] identityHash;
        final @Nullable String unionid;
        final @Nullable String name;
        final @Nullable String city;
        final @Nullable String locale;
        final @Nullable String timeZone;
        final @Nullable LocalDate birthday;
        final @Nullable String gender;
        final JsonNode traits;
        final @Nullable Long mergedInto;
        final @Nullable Instant erasedAt;
        final Instant createdAt;
        final Instant updatedAt;

        Found(ResultSet row, JsonNode traits) throws SQLException {
            this.externalId = row.getString("external_id");
            this.identityHash = row.getBytes("identity_hash");
            this.unionid = row.getString("unionid");
            this.name = row.getString("name");
            this.city = row.getString("city");
            this.locale = row.getString("locale");
            this.timeZone = row.getString("time_zone");
            this.birthday = row.getObject("birthday", LocalDate.class);
            this.gender = row.getString("gender");
            this.traits = traits;
            this.mergedInto = row.getObject("merged_into", Long.class);
            this.erasedAt = Sql.instant(row, "erased_at");
            this.createdAt = Objects.requireNonNull(Sql.instant(row, "created_at"));
            this.updatedAt = Objects.requireNonNull(Sql.instant(row, "updated_at"));
        }
    }
}
