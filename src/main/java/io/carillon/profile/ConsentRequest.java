package io.carillon.profile;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.problem.Finding;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something a person said about being written to.
 *
 * @param channel {@code sms}, {@code email}, {@code push} or {@code wechat}
 * @param purpose {@code marketing} or {@code service}
 * @param state {@code granted} or {@code withdrawn}
 * @param at when the person said so; now where it is not given
 * @param source where it was said
 * @param wording what the person was shown or wrote
 */
@Schema(example = """
        {"channel": "sms", "purpose": "marketing", "state": "granted", "source": "signup form",
         "wording": "I agree to offers by text message"}""")
public record ConsentRequest(
        @NotNull @Pattern(regexp = "sms|email|push|wechat", message = "{oneOf.channel}")
        String channel,

        @NotNull @Pattern(regexp = "marketing|service", message = "{oneOf.purpose}")
        String purpose,

        @NotNull @Pattern(regexp = "granted|withdrawn", message = "{oneOf.consent}")
        String state,

        @Nullable Instant at,
        @NotBlank @Size(max = 100) String source,
        @Nullable @Size(max = 2000) String wording) {
    // Clocks of other systems may be a little ahead of ours.
    private static final long TOLERATED_SECONDS = 60;

    ConsentChange change(long profileId, Instant now) {
        Instant said = at == null ? now : at;
        boolean isNo = state.equals(ConsentState.WITHDRAWN.id());
        if (said.isAfter(now) && (isNo || !said.isAfter(now.plusSeconds(TOLERATED_SECONDS)))) {
            // Whatever time a no comes with, it counts from now.
            said = now;
        }
        if (said.isAfter(now)) {
            throw Problem.invalid(Finding.error(
                    "/at",
                    DataFault.CONSENT_IN_FUTURE.id(),
                    said.toString(),
                    Texts.here("expected.past"),
                    DataFault.CONSENT_IN_FUTURE.text(Language.here())));
        }
        if (said.isBefore(ConsentChange.EARLIEST)) {
            throw Problem.invalid(Finding.error(
                    "/at",
                    DataFault.INVALID_CONSENT.id(),
                    said.toString(),
                    Texts.here("expected.after", ConsentChange.EARLIEST),
                    Texts.here("invalid.early")));
        }
        return new ConsentChange(
                profileId,
                ChannelKind.of(channel),
                Purpose.of(purpose),
                ConsentState.valueOf(state.toUpperCase(Locale.ROOT)),
                said.truncatedTo(ChronoUnit.MICROS),
                source.strip(),
                wording);
    }
}
