package io.carillon.campaign;

import io.carillon.campaign.ChannelAccounts.Candidate;
import io.carillon.message.TextPlaces;
import io.carillon.problem.FindingList;
import java.util.Map;
import java.util.TreeMap;

/** Adds up for how many people a text lacks a value, by the place of the text. For one thread. */
final class MissedValues {
    private final TextPlaces places;
    private final Map<Miss, Count> counts = new TreeMap<>();

    private record Miss(String place, String channel, String variable) implements Comparable<Miss> {
        @Override
        public int compareTo(Miss other) {
            return text().compareTo(other.text());
        }

        private String text() {
            return place + " " + channel + " " + variable;
        }
    }

    private record Count(long lacking, long lookedAt) {
        Count plus(Count more) {
            return new Count(lacking + more.lacking, lookedAt + more.lookedAt);
        }
    }

    MissedValues(TextPlaces places) {
        this.places = places;
    }

    /** So many of the people looked at, who would be sent this form by this account, lack the value. */
    void add(Candidate candidate, String variable, long lacking, long lookedAt) {
        String place = places.using(variable, candidate.form(), candidate.binding());
        counts.merge(new Miss(place, candidate.form().channel(), variable), new Count(lacking, lookedAt), Count::plus);
    }

    /** Tells what somebody lacks. */
    void tell(FindingList findings) {
        counts.forEach((miss, count) -> {
            if (count.lacking() > 0) {
                findings.warning(
                        miss.place(),
                        "variable_missing",
                        miss.variable(),
                        miss.channel(),
                        count.lacking(),
                        count.lookedAt());
            }
        });
    }
}
