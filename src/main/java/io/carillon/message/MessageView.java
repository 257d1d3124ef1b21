package io.carillon.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.Finding;
import java.time.Instant;
import java.util.List;

/**
 * A message as REST shows it.
 *
 * @param version counts edits; as If-Match it keeps an edit from undoing somebody else's
 * @param channels for which it makes a form
 * @param findings what keeps it from the other channels, and warnings
 */
public record MessageView(
        long id,
        int version,
        String name,
        JsonNode content,
        List<String> channels,
        List<Finding> findings,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {

    static MessageView of(StoredMessage message, Split split) {
        return new MessageView(
                message.id(),
                message.version(),
                message.name(),
                message.content(),
                split.forms().forms().stream().map(Form::channel).distinct().toList(),
                split.findings(),
                message.createdBy(),
                message.createdAt(),
                message.updatedAt());
    }
}
