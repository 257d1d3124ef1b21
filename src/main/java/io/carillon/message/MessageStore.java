package io.carillon.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The library of messages in the database; works in the caller's transaction. */
@ApplicationScoped
public class MessageStore {
    private final Sql sql;
    private final ObjectMapper json;

    public MessageStore(Sql sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /** Keeps a new message; answers its id. */
    public long add(String name, JsonNode content, String actor) {
        return sql.one(
                "insert into message (name, content, created_by) values (?, ?::jsonb, ?) returning id",
                row -> row.getLong(1),
                name,
                content.toString(),
                actor);
    }

    /** Puts another content in place. */
    public void replace(long id, String name, JsonNode content) {
        sql.update(
                "update message set name = ?, content = ?::jsonb, updated_at = now(), version = version + 1"
                        + " where id = ?",
                name,
                content.toString(),
                id);
    }

    /** The version of that message, which stays until the transaction ends. */
    public Optional<Integer> lockedVersion(long id) {
        return sql.first("select version from message where id = ? for update", row -> row.getInt(1), id);
    }

    /** The message of that id. */
    public Optional<StoredMessage> find(long id) {
        return sql.first(
                "select id, version, name, content::text as content, created_by, created_at, updated_at from message where id = ?",
                this::message,
                id);
    }

    /** Messages after that id, in order, without their content. */
    public List<MessageItem> after(long id, int most) {
        return sql.list(
                "select id, version, name, created_by, created_at, updated_at from message where id > ? order by id limit ?",
                row -> new MessageItem(
                        row.getLong("id"),
                        row.getInt("version"),
                        row.getString("name"),
                        row.getString("created_by"),
                        Objects.requireNonNull(Sql.instant(row, "created_at")),
                        Objects.requireNonNull(Sql.instant(row, "updated_at"))),
                id,
                most);
    }

    private StoredMessage message(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        try {
            return new StoredMessage(
                    id,
                    row.getInt("version"),
                    row.getString("name"),
                    json.readTree(row.getString("content")),
                    row.getString("created_by"),
                    Objects.requireNonNull(Sql.instant(row, "created_at")),
                    Objects.requireNonNull(Sql.instant(row, "updated_at")));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The content of message " + id + " is not JSON", impossible);
        }
    }
}
