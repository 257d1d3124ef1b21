package io.carillon.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.ChannelKind;
import io.carillon.database.Sql;
import io.carillon.message.Forms;
import io.carillon.message.MessageContent;
import io.carillon.message.MessageReader;
import io.carillon.message.ReadMessage;
import io.carillon.message.Split;
import io.carillon.message.Splitter;
import io.carillon.message.TextPlaces;
import io.carillon.problem.FindingList;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the forms of a definition's message, whether it stands in the definition or is a saved one. */
@ApplicationScoped
public class FormMaker {
    private final Sql sql;
    private final ObjectMapper json;
    private final MessageReader messages;
    private final Splitter splitter;

    public FormMaker(Sql sql, ObjectMapper json, MessageReader messages, Splitter splitter) {
        this.sql = sql;
        this.json = json;
        this.messages = messages;
        this.splitter = splitter;
    }

    /** The forms, and where in the message their texts stand. */
    record Made(Forms forms, TextPlaces places) {}

    /** The forms; empty when an error was told to the findings. */
    Optional<Made> make(CampaignDefinition definition, FindingList findings) {
        Optional<JsonNode> message = message(definition.message(), findings);
        if (message.isEmpty()) {
            return Optional.empty();
        }
        ReadMessage read = messages.read(message.get(), "/message", findings.language());
        read.findings().forEach(findings::add);
        Optional<MessageContent> content = read.content();
        if (content.isEmpty()) {
            return Optional.empty();
        }
        Set<ChannelKind> kinds = EnumSet.noneOf(ChannelKind.class);
        definition.policy().steps().forEach(step -> kinds.add(step.kind()));
        Split split = splitter.split(content.get(), kinds, definition.purpose(), findings.language());
        split.findings().forEach(findings::add);
        return split.isSendable()
                ? Optional.of(new Made(split.forms(), new TextPlaces(content.get())))
                : Optional.empty();
    }

    private Optional<JsonNode> message(JsonNode inlineOrId, FindingList findings) {
        if (inlineOrId.isObject()) {
            return Optional.of(inlineOrId);
        }
        List<String> stored =
                sql.list("select content from message where id = ?", row -> row.getString(1), inlineOrId.asLong());
        if (stored.isEmpty()) {
            findings.error("/message", "unknown_message", inlineOrId.asText(), null, inlineOrId.asText());
            return Optional.empty();
        }
        try {
            return Optional.of(json.readTree(stored.get(0)));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Message " + inlineOrId + " is not stored as JSON", broken);
        }
    }
}
