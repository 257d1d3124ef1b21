package io.carillon.delivery.claim;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a claim took, committed as attempts in flight.
 *
 * @param messages to be called
 * @param doubts not to be called, because they may have been sent already in a time that the database does not know
 * @param looked how many due rows it looked at; 0 means that none is due
 * @param left how many of them stay due as they were, because no rate was left for them
 * @param putOff how many of them wait for their account's pace, by account, and are due again when their turn comes
 * @param awaited accounts whose pace some of them wait for
 * @param isRunning whether the run may send at all at this moment
 */
public record Claim(
        UUID token,
        List<ClaimedMessage> messages,
        List<ClaimedMessage> doubts,
        int looked,
        int left,
        Map<String, Integer> putOff,
        Set<String> awaited,
        boolean isRunning) {

    static Claim nothing(UUID token, boolean isRunning) {
        return new Claim(token, List.of(), List.of(), 0, 0, Map.of(), Set.of(), isRunning);
    }

    /**
     * @param doubtful deliveries that may have been sent to already
     */
    static Claim of(
            UUID token,
            List<ClaimedMessage> written,
            Set<Long> doubtful,
            int looked,
            MessageFiller.Filled filled,
            int going) {
        List<ClaimedMessage> messages = new ArrayList<>();
        List<ClaimedMessage> doubts = new ArrayList<>();
        written.forEach(message -> (doubtful.contains(message.key().delivery()) ? doubts : messages).add(message));
        return new Claim(
                token,
                List.copyOf(messages),
                List.copyOf(doubts),
                looked,
                filled.left(going),
                Map.copyOf(filled.putOff()),
                Set.copyOf(filled.awaited()),
                true);
    }

    public boolean isEmpty() {
        return messages.isEmpty() && doubts.isEmpty();
    }

    /** The answers of the called, and for each doubt that nobody knows. */
    public List<Answered> withDoubts(List<Answered> answered) {
        if (doubts.isEmpty()) {
            return answered;
        }
        List<Answered> all = new ArrayList<>(answered);
        doubts.forEach(message -> all.add(new Answered(message, new SendResult.Unknown(Reason.RESTORED, ""))));
        return all;
    }
}
