package io.carillon.channel.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.ReceiptParser;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.problem.Texts;
import io.carillon.vault.Vault;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the shop's app posts to {@code /hooks/app/{account}}: {@code {"token": "…", "event": "delivered", "at":
 * "2027-09-13T02:00:00Z"}}, where {@code token} is the {@code carillon_token} of the push, {@code event} is
 * {@code delivered} or {@code opened}, and {@code at} may be left out. The token is our own signature over the key of the
 * attempt; nothing else makes a report genuine.
 */
public final class AppReceipts implements ReceiptParser {
    /** What the tokens of pushes are signed for. */
    public static final String USE = "push";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, VendorReport.Outcome> EVENTS =
            Map.of("delivered", VendorReport.Outcome.DELIVERED, "opened", VendorReport.Outcome.READ);
    private static final int LONGEST_TOKEN = 512;
    /** Clocks of phones are often a little off; beyond that the time is not believed. */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(5);
    /** Nobody reports a push of more than a year ago; such a time is a clock that was never set, or no calendar's at all. */
    private static final Duration MOST_BEHIND = Duration.ofDays(366);

    private final Vault vault;
    private final Clock clock;

    /** With the vault that signed the tokens. */
    public AppReceipts(Vault vault, Clock clock) {
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public HookAnswer receive(HookRequest request, VendorAccount account) {
        JsonNode json;
        try {
            json = JSON.readTree(request.body());
        } catch (IOException notJson) {
            return HookAnswer.malformed(Texts.here("hook.app.body"));
        }
        if (json == null || !json.path("token").isTextual()) {
            return HookAnswer.malformed(Texts.here("hook.app.token"));
        }
        return key(json.path("token").asText())
                .map(key -> read(json, key))
                .orElseGet(() -> HookAnswer.forged(Texts.here("hook.app.forged")));
    }

    private HookAnswer read(JsonNode json, String key) {
        String event = json.path("event").asText("");
        VendorReport.Outcome outcome = EVENTS.get(event);
        if (outcome == null) {
            return HookAnswer.malformed(Texts.here("hook.app.event"));
        }
        Instant at = at(json.path("at"));
        if (at == null) {
            return HookAnswer.malformed(Texts.here("hook.app.at"));
        }
        VendorReport report =
                new VendorReport.Receipt(key + ":" + event, key, null, outcome, null, event, null, null, at);
        return HookAnswer.ok("application/json", "{}", List.of(report));
    }

    private Optional<String> key(String token) {
        if (token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        try {
            return vault.verify(token, USE).map(text -> AttemptKey.parse(text).toString());
        } catch (IllegalArgumentException notAKey) {
            return Optional.empty();
        }
    }

    private @Nullable Instant at(JsonNode value) {
        Instant now = clock.instant();
        if (value.isMissingNode() || value.isNull()) {
            return now;
        }
        try {
            Instant at = Instant.parse(value.asText());
            boolean isBelieved = at.isBefore(now.plus(MOST_AHEAD)) && at.isAfter(now.minus(MOST_BEHIND));
            return isBelieved ? at : now;
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
