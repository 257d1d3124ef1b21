package io.carillon.segment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The names of saved segments and lists, looked up in the database each time. */
@ApplicationScoped
public class SavedNames implements SegmentNames {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OFFERED = 500;
    private final Sql sql;

    public SavedNames(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Long> list(JsonNode nameOrId) {
        return nameOrId.isTextual()
                ? sql.first("select id from member_list where name = ?", row -> row.getLong(1), nameOrId.textValue())
                : sql.first("select id from member_list where id = ?", row -> row.getLong(1), number(nameOrId));
    }

    @Override
    public Optional<JsonNode> segment(JsonNode nameOrId) {
        return (nameOrId.isTextual()
                        ? sql.first(
                                "select rule from segment where name = ?",
                                row -> row.getString(1),
                                nameOrId.textValue())
                        : sql.first("select rule from segment where id = ?", row -> row.getString(1), number(nameOrId)))
                .map(SavedNames::json);
    }

    @Override
    public List<String> listNames() {
        return sql.list("select name from member_list order by id desc limit ?", row -> row.getString(1), OFFERED);
    }

    @Override
    public List<String> segmentNames() {
        return sql.list("select name from segment order by id desc limit ?", row -> row.getString(1), OFFERED);
    }

    /** Ids begin at 1: a number that is none finds nothing. */
    private static long number(JsonNode id) {
        return id.canConvertToLong() ? id.asLong() : 0;
    }

    static JsonNode json(String stored) {
        try {
            return JSON.readTree(stored);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored rule is not JSON", broken);
        }
    }
}
