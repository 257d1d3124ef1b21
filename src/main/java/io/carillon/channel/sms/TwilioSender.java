package io.carillon.channel.sms;

import com.twilio.exception.TwilioException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.type.PhoneNumber;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.Content;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import java.util.ArrayList;
import java.util.List;

/**
 * An opened Twilio account. Thread-safe; blocks its caller for at most the account's call time-out a message. What the
 * SDK throws becomes a result here: see {@link TwilioErrors} for Twilio's own codes and {@link TwilioHttp} for the rest.
 */
final class TwilioSender implements Sender {
    private final TwilioSettings settings;
    private final TwilioHttp http;
    private final TwilioRestClient client;

    TwilioSender(TwilioSettings settings) {
        this.settings = settings;
        this.http = TwilioHttp.open(settings);
        this.client = new TwilioRestClient.Builder(settings.sid(), settings.token())
                .accountSid(settings.sid())
                .httpClient(http)
                .build();
    }

    /** Twilio's API takes one message a call. */
    @Override
    public int callSize() {
        return 1;
    }

    @Override
    public int concurrency() {
        return settings.concurrency();
    }

    @Override
    public List<SendResult> send(List<Outbound> messages, CallDeadline deadline) {
        List<SendResult> results = new ArrayList<>(messages.size());
        for (Outbound message : messages) {
            results.add(deadline.isOver() ? new SendResult.NotSent(Reason.LEASE_OVER, "", null) : send(message));
        }
        return results;
    }

    private SendResult send(Outbound outbound) {
        if (!(outbound.content() instanceof Content.Sms sms)) {
            throw new IllegalArgumentException("Twilio sends text messages, not "
                    + outbound.content().getClass().getSimpleName() + ": " + outbound.key());
        }
        try {
            Message message = creator(outbound, sms).create(client);
            // A success of somebody else's, such as a page to log in at, names no message.
            return message.getSid() == null
                    ? new SendResult.Unknown(Reason.VENDOR_ERROR, "unreadable")
                    : new SendResult.Accepted(message.getSid());
        } catch (TwilioHttp.Answered answer) {
            return TwilioErrors.result(answer);
        } catch (TwilioHttp.Unanswered failure) {
            return failure.result();
        } catch (TwilioException | NullPointerException unreadable) {
            // Twilio answered 2xx with a body that the SDK cannot read: most likely taken.
            return new SendResult.Unknown(Reason.VENDOR_ERROR, "unreadable");
        }
    }

    private MessageCreator creator(Outbound outbound, Content.Sms sms) {
        PhoneNumber to = new PhoneNumber(outbound.address());
        String from = settings.from();
        MessageCreator creator = from != null
                ? Message.creator(to, new PhoneNumber(from), sms.text())
                : Message.creator(to, settings.messagingServiceSid(), sms.text());
        return creator.setStatusCallback(outbound.callback());
    }

    @Override
    public void close() {
        http.close();
    }
}
