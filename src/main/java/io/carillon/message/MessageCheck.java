package io.carillon.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.problem.Finding;
import io.carillon.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a message may be kept: it can be read, and at least one channel's form can be made of it. What other channels
 * lack does no harm until a campaign names them, so there it is a warning.
 */
@ApplicationScoped
public class MessageCheck {
    private static final int LONGEST_NAME = 200;

    private final MessageReader reader;
    private final Splitter splitter;

    public MessageCheck(MessageReader reader, Splitter splitter) {
        this.reader = reader;
        this.splitter = splitter;
    }

    /** A request that may be kept. */
    record Checked(String name, JsonNode content, Split split) {}

    /** Throws the problem, with every finding, if the message may not be kept. */
    Checked check(@Nullable MessageRequest request, Locale language) {
        Sentences sentences = Sentences.of(language);
        List<Finding> findings = new ArrayList<>();
        String name =
                request == null || request.name() == null ? "" : request.name().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            findings.add(sentences.error("/name", null, "missing.name"));
        }
        JsonNode content = request == null ? null : request.content();
        if (content == null || content.isNull()) {
            findings.add(sentences.error("/content", null, "missing.content"));
            throw Problem.invalid(sentences.text("message.unread"), findings);
        }
        ReadMessage read = reader.read(content, "/content", language);
        findings.addAll(read.findings());
        MessageContent message = read.content().orElse(null);
        if (message == null || !findings.isEmpty()) {
            throw Problem.invalid(sentences.text("message.unread"), findings);
        }
        Split split = split(message, EnumSet.allOf(ChannelKind.class), Purpose.MARKETING, language);
        if (split.forms().forms().isEmpty()) {
            throw Problem.invalid(sentences.text("message.no_form"), split.findings());
        }
        return new Checked(name, content, split);
    }

    /** The forms of a message that was kept; it is read anew, as an older release may have kept it. */
    Split split(StoredMessage message, Locale language) {
        return split(message, EnumSet.allOf(ChannelKind.class), Purpose.MARKETING, language);
    }

    Split split(StoredMessage message, Set<ChannelKind> kinds, Purpose purpose, Locale language) {
        ReadMessage read = reader.read(message.content(), "/content", language);
        return read.content()
                .map(content -> split(content, kinds, purpose, language))
                .orElseGet(() -> new Split(new Forms("", List.of()), read.findings()));
    }

    /** Channel by channel, so that what one lacks does not keep the others back. */
    private Split split(MessageContent content, Set<ChannelKind> kinds, Purpose purpose, Locale language) {
        List<Form> forms = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (ChannelKind kind : kinds) {
            Split split = splitter.split(content, Set.of(kind), purpose, language);
            forms.addAll(split.isSendable() ? split.forms().forms() : List.of());
            for (Finding finding : split.findings()) {
                findings.add(Finding.warning(finding.place(), finding.code(), finding.message()));
            }
        }
        return new Split(new Forms(content.defaultLocale(), forms), findings);
    }
}
