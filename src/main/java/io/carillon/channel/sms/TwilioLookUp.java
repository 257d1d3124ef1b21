package io.carillon.channel.sms;

import com.twilio.exception.TwilioException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.type.PhoneNumber;
import io.carillon.channel.LookUp;
import io.carillon.channel.TextMark;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks Twilio's list of messages to one number. The list does not give back the callback that carries our key, so a message is
 * recognised by its number, its whole text and when it was created; where that fits several, none of them is taken for it.
 *
 * <p>Source: <a href="https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources">read multiple
 * Message resources</a>.
 */
final class TwilioLookUp implements LookUp {
    /** A created message is listed at once; this leaves time to a call that hung. */
    private static final Duration LAG = Duration.ofSeconds(30);
    /** The newest to one number; more than this within a doubt's time is no customer. */
    private static final int MOST = 50;

    private static final int BAD_REQUEST = 400;
    /** How far Twilio's clock and ours may be apart; its times come in whole seconds. */
    private static final Duration CLOCKS = Duration.ofSeconds(60);

    @Override
    public Duration lag() {
        return LAG;
    }

    @Override
    public Session open(VendorAccount account) {
        TwilioSettings settings = TwilioSettings.of(account);
        TwilioHttp http = TwilioHttp.open(settings);
        return new Listing(
                http,
                new TwilioRestClient.Builder(settings.sid(), settings.token())
                        .accountSid(settings.sid())
                        .httpClient(http)
                        .build());
    }

    private record Listing(TwilioHttp http, TwilioRestClient client) implements Session {
        @Override
        public List<VendorReport.Receipt> find(Doubt doubt) {
            if (doubt.mark() == null) {
                return List.of();
            }
            List<Optional<VendorReport.Receipt>> told = page(doubt).stream()
                    .filter(message -> isOf(message, doubt))
                    .map(message -> told(doubt, message))
                    .toList();
            // One in a state that nobody knows may be it as well as any other.
            return told.stream().allMatch(Optional::isPresent)
                    ? told.stream().flatMap(Optional::stream).toList()
                    : List.of();
        }

        /** Under a name of its own, so that what Twilio reports by itself, which names its message, is heard as well. */
        private static Optional<VendorReport.Receipt> told(Doubt doubt, Message message) {
            Integer code = message.getErrorCode();
            return TwilioReceipts.told(
                    "listed:" + doubt.key() + ":",
                    doubt.key().toString(),
                    message.getSid(),
                    String.valueOf(message.getStatus()),
                    code == null ? "" : code.toString(),
                    Instant.now());
        }

        private List<Message> page(Doubt doubt) {
            try {
                // The SDK takes any JSON for a page, also one without messages.
                return Objects.requireNonNull(Message.reader()
                        .setTo(new PhoneNumber(doubt.address()))
                        .pageSize(MOST)
                        .limit(MOST)
                        .firstPage(client)
                        .getRecords());
            } catch (TwilioHttp.Answered answer) {
                if (answer.status() == BAD_REQUEST) {
                    // A word about this number, which is an answer, and tells nothing of it.
                    return List.of();
                }
                throw new Unanswered("status " + answer.status() + ", code " + answer.code());
            } catch (TwilioHttp.Unanswered failure) {
                throw new Unanswered("no answer");
            } catch (TwilioException | NullPointerException unreadable) {
                throw new Unanswered("unreadable answer");
            }
        }

        private static boolean isOf(Message message, Doubt doubt) {
            ZonedDateTime created = message.getDateCreated();
            Instant at = created == null ? null : created.toInstant();
            return at != null
                    && message.getDirection() == Message.Direction.OUTBOUND_API
                    && !at.isBefore(doubt.from().minus(CLOCKS))
                    && !at.isAfter(doubt.until().plus(CLOCKS))
                    && message.getBody() != null
                    && TextMark.of(message.getBody()).equals(doubt.mark());
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
