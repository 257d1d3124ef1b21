package io.carillon.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.database.Sql;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rows of {@code idempotent_answer}. Joins the caller's transaction. Stateless. */
@Singleton
public class StoredAnswers {
    private static final String WHERE = " where actor = ? and method = ? and path = ? and key = ?";

    private final Sql sql;
    private final ObjectMapper json;

    public StoredAnswers(Sql sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /** Which request it is. */
    record Key(String actor, String method, String path, String key) {}

    /** What is kept of an answer: those parts that a caller goes by. */
    record Body(
            @Nullable String type,
            @Nullable String location,
            @Nullable String tag,
            @Nullable String entity) {}

    /** A stored answer. */
    record Stored(byte[] requestHash, int status, Body body) {

        /** As it is sent. */
        Response response(boolean isRepeat) {
            Response.ResponseBuilder builder = Response.status(status);
            if (body.entity() != null) {
                builder.entity(body.entity())
                        .header(
                                HttpHeaders.CONTENT_TYPE,
                                body.type() == null ? MediaType.APPLICATION_JSON : body.type());
            }
            if (body.location() != null) {
                builder.location(URI.create(body.location()));
            }
            if (body.tag() != null) {
                builder.tag(body.tag());
            }
            return isRepeat ? builder.header(IdempotentAnswers.REPLAYED, "true").build() : builder.build();
        }
    }

    /**
     * Takes the key for this request; false when an earlier request has it. Waits for one that is not committed yet, at
     * most for the transaction's lock_timeout.
     */
    boolean reserve(Key id, byte[] requestHash) {
        return sql.update(
                        "insert into idempotent_answer (actor, method, path, key, request_hash) values (?, ?, ?, ?, ?)"
                                + " on conflict do nothing",
                        id.actor(),
                        id.method(),
                        id.path(),
                        id.key(),
                        requestHash)
                == 1;
    }

    /** Keeps the answer under its reserved key, and answers what was kept. */
    Stored keep(Key id, Response response) {
        Object location = response.getHeaders().getFirst(HttpHeaders.LOCATION);
        Body body = new Body(
                response.getMediaType() == null ? null : response.getMediaType().toString(),
                location == null ? null : location.toString(),
                response.getEntityTag() == null ? null : response.getEntityTag().getValue(),
                entity(response.getEntity()));
        sql.update(
                "update idempotent_answer set status = ?, body = ?" + WHERE,
                response.getStatus(),
                written(body),
                id.actor(),
                id.method(),
                id.path(),
                id.key());
        return new Stored(new byte[0], response.getStatus(), body);
    }

    /** The answer under a key that {@link #reserve} found taken. */
    Stored find(Key id) {
        return sql.one(
                "select request_hash, status, body from idempotent_answer" + WHERE,
                row -> new Stored(row.getBytes("request_hash"), row.getInt("status"), read(row.getString("body"))),
                id.actor(),
                id.method(),
                id.path(),
                id.key());
    }

    /** Drops what is older. */
    void forgetOlderThan(Duration age) {
        sql.update("delete from idempotent_answer where created_at < now() - ? * interval '1 second'", age.toSeconds());
    }

    private @Nullable String entity(@Nullable Object entity) {
        return entity == null || entity instanceof String ? (String) entity : written(entity);
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(
                    "An answer of " + value.getClass().getSimpleName() + " is not JSON", broken);
        }
    }

    private Body read(String stored) {
        try {
            return json.readValue(stored, Body.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored answer cannot be read; delete it from idempotent_answer", broken);
        }
    }
}
