package io.carillon.segment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.database.Sql;
import java.nio.charset.StandardCharsets;

/** Puts people into a test database. Hashes are the plain bytes of what they stand for. */
public final class People {
    private final Sql sql;

    public People(Sql sql) {
        this.sql = sql;
    }

    /** A rule written with single quotes for double ones. */
    public static JsonNode rule(String json) {
        try {
            return new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException typo) {
            throw new IllegalArgumentException(typo);
        }
    }

    /** A person with a city and free traits. */
    public long add(String externalId, String city, String traits) {
        return sql.one(
                "insert into profile (external_id, identity_hash, name, city, locale, birthday, traits)"
                        + " values (?, ?, ?, ?, 'zh-CN', '1990-05-31', ?::jsonb) returning id",
                row -> row.getLong(1),
                externalId,
                hash(externalId),
                "王" + externalId,
                city,
                traits.replace('\'', '"'));
    }

    /** An active address. */
    public void address(long profile, String kind, String value, String region) {
        sql.update(
                "insert into address (profile_id, kind, cipher, hash, region, source) values (?, ?, ?, ?, ?, 'test')",
                profile,
                kind,
                hash(value),
                hash(value),
                region);
    }

    /** Word of the person on a channel. */
    public void consent(long profile, String channel, String state) {
        sql.update(
                "insert into consent_record (profile_id, channel, purpose, state, at, source, actor)"
                        + " values (?, ?, 'marketing', ?, now(), 'test', 'test')",
                profile,
                channel,
                state);
    }

    /** A tag. */
    public void tag(long profile, String tag) {
        sql.update("insert into profile_tag (profile_id, tag, source) values (?, ?, 'test')", profile, tag);
    }

    /** A suppressed person or address. */
    public void suppress(String what, String kind) {
        sql.update(
                "insert into suppression (hash, kind, reason, source, actor) values (?, ?, 'asked', 'test', 'test')",
                hash(what),
                kind);
    }

    /** One grant for a WeChat openid. */
    public void grant(String openid) {
        sql.update("insert into wechat_grant (address_hash, template, remaining) values (?, 'TM1', 1)", hash(openid));
    }

    /** As stored. */
    public static byte[] hash(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
