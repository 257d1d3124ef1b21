package io.carillon.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Who did what: one row per change, written in the caller's transaction. Details carry ids and numbers, never addresses. */
@ApplicationScoped
public class Audit {
    private final Sql sql;
    private final ObjectMapper json;

    public Audit(Sql sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /** Records that the actor did this to that, such as {@code launch} to {@code campaign:7}. */
    public void record(String actor, String action, String subject, Map<String, ?> detail) {
        try {
            sql.update(
                    "insert into audit_entry (actor, action, subject, detail) values (?, ?, ?, ?::jsonb)",
                    actor,
                    action,
                    subject,
                    json.writeValueAsString(detail));
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("Audit detail of " + action + " is not JSON", impossible);
        }
    }
}
