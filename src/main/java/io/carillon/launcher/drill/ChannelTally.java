package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What each channel's funnel has to tell, from the attempts themselves. */
record ChannelTally(List<Messages> messages) {
    private static final Set<String> IN_FLIGHT = Set.of("in_flight");
    private static final Set<String> TAKEN = Set.of("accepted", "delivered", "read", "undelivered");
    private static final Set<String> TRIED =
            Set.of("accepted", "delivered", "read", "undelivered", "refused", "unknown");
    /** A vendor takes nothing for what it has not taken. */
    private static final Set<String> PAID =
            Set.of("in_flight", "accepted", "delivered", "read", "undelivered", "unknown");

    /** Attempts of one channel and state that cost the same currency. */
    record Messages(String channel, String state, String currency, long attempts, long parts, BigDecimal amount) {}

    /** What is told of the channels that is not so, in words. */
    List<String> wrong(JsonNode told) {
        List<String> wrong = new ArrayList<>();
        Set<String> missing = new HashSet<>();
        messages.forEach(some -> missing.add(some.channel()));
        for (JsonNode figures : told) {
            String channel = figures.path("channel").asText();
            missing.remove(channel);
            wrong(channel, figures, wrong);
        }
        missing.forEach(channel -> wrong.add(channel + " is not told at all"));
        return wrong;
    }

    private void wrong(String channel, JsonNode figures, List<String> wrong) {
        Map<String, Set<String>> states = Map.of(
                "tried", TRIED,
                "inFlight", IN_FLIGHT,
                "accepted", TAKEN,
                "delivered", Set.of("delivered", "read"),
                "read", Set.of("read"),
                "notConfirmed", Set.of("accepted"),
                "refused", Set.of("refused"),
                "undelivered", Set.of("undelivered"),
                "unknown", Set.of("unknown"));
        new TreeMap<>(states)
                .forEach((figure, of) ->
                        Tally.expect(wrong, channel + " " + figure, figures.path(figure), attempts(channel, of)));
        Tally.expect(wrong, channel + " notSent", figures.path("notSent"), attempts(channel, Set.of("not_sent")));
        Tally.expect(wrong, channel + " blocked", figures.path("blocked"), attempts(channel, Set.of("blocked")));
        Tally.expect(wrong, channel + " parts", figures.path("parts"), parts(channel));
        Map<String, BigDecimal> costs = new TreeMap<>();
        figures.path("costs")
                .forEach(cost -> costs.put(
                        cost.path("currency").asText(),
                        new BigDecimal(cost.path("amount").asText()).stripTrailingZeros()));
        if (!costs.equals(costs(channel))) {
            wrong.add(channel + " costs are told as " + costs + ", the rows have " + costs(channel));
        }
    }

    private long attempts(String channel, Set<String> states) {
        return messages.stream()
                .filter(some -> some.channel().equals(channel) && states.contains(some.state()))
                .mapToLong(Messages::attempts)
                .sum();
    }

    private List<Messages> paid(String channel) {
        return messages.stream()
                .filter(some -> some.channel().equals(channel) && PAID.contains(some.state()))
                .toList();
    }

    private long parts(String channel) {
        return paid(channel).stream().mapToLong(Messages::parts).sum();
    }

    private Map<String, BigDecimal> costs(String channel) {
        Map<String, BigDecimal> costs = new TreeMap<>();
        paid(channel).forEach(some -> costs.merge(some.currency(), some.amount(), BigDecimal::add));
        costs.replaceAll((currency, amount) -> amount.stripTrailingZeros());
        return costs;
    }
}
