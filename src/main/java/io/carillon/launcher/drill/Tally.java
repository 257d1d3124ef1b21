package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run's rows and its counters as one moment has them.
 *
 * @param people by state and reason, from the rows, such as {@code failed no_address}
 * @param attempts by channel and state, from the rows, such as {@code sms delivered}
 * @param differing what counters and rows do not agree on, in words
 * @param mark changes whenever a row does
 */
record Tally(Map<String, Long> people, Map<String, Long> attempts, List<String> differing, String mark) {
    private static final List<String> STATES = List.of("sent", "held", "skipped", "failed", "unknown", "pending");
    private static final List<String> TAKEN = List.of("accepted", "delivered", "read", "undelivered");

    /** One statement is one snapshot, whatever is written beside it. */
    private static final String SQL = """
            with d as materialized (select *, xmin::text::bigint as version from delivery where run_id = (select ?::bigint)),
                 a as materialized (select *, xmin::text::bigint as version from attempt where run_id = (select ?::bigint)),
                 x as (
                select 'people' as what, state as one, reason as two, channel as three, people as counted, 0 as there
                  from delivery_count where run_id = (select ?::bigint)
                union all
                select 'people', state, coalesce(reason, ''), coalesce(channel, ''), 0, 1 from d
                union all
                select 'attempts', channel, state, concat(account, ' ', reason, ' ', led), attempts, 0
                  from attempt_count where run_id = (select ?::bigint)
                union all
                select 'attempts', channel, state, concat(account, ' ', coalesce(reason, ''), ' ', coalesce(led, '')), 0, 1 from a
                union all
                select 'passes', channel, reason, led, passes, 0 from pass_count where run_id = (select ?::bigint)
                union all
                select 'passes', channel, reason, led, 0, 1 from pass where run_id = (select ?::bigint))
            select what, one, two, three, sum(counted) as counted, sum(there) as there from x group by 1, 2, 3, 4
            union all
            select 'mark', '', '', concat((select concat(count(*), ' ', sum(version)) from d), ' ',
                                          (select concat(count(*), ' ', sum(version)) from a)), 0, 0""";

    /** Reads one; a {@link io.carillon.launcher.local.LaunchFailure} where the database is away. */
    static Tally of(Ledger ledger, long run) {
        Map<String, Long> people = new TreeMap<>();
        Map<String, Long> attempts = new TreeMap<>();
        List<String> differing = new ArrayList<>();
        String[] mark = {""};
        ledger.query(
                SQL,
                row -> {
                    String name = row.getString("one") + " " + row.getString("two");
                    long there = row.getLong("there");
                    switch (row.getString("what")) {
                        case "mark" -> mark[0] = row.getString("three");
                        case "people" -> people.merge(name.strip(), there, Long::sum);
                        case "attempts" -> attempts.merge(name, there, Long::sum);
                        default -> {}
                    }
                    if (row.getLong("counted") != there) {
                        differing.add(row.getString("what") + " " + name + " " + row.getString("three") + ": counted "
                                + row.getLong("counted") + ", there are " + there);
                    }
                },
                run,
                run,
                run,
                run,
                run,
                run);
        people.values().removeIf(count -> count == 0);
        attempts.values().removeIf(count -> count == 0);
        return new Tally(people, attempts, List.copyOf(differing), mark[0]);
    }

    /** What an answer of {@code /progress} or {@code /result} tells that the rows do not have, in words. */
    List<String> wrong(JsonNode answer) {
        List<String> wrong = new ArrayList<>();
        JsonNode sum = answer.path("sum");
        Map<String, Long> told = new TreeMap<>();
        sum.path("byReason")
                .properties()
                .forEach(state -> state.getValue()
                        .properties()
                        .forEach(reason -> told.put(
                                (state.getKey() + " " + reason.getKey()).strip(),
                                reason.getValue().asLong())));
        if (!told.equals(people)) {
            wrong.add("told by reason " + told + ", the rows have " + people);
        }
        for (String state : STATES) {
            expect(wrong, state, sum.path(state), of(people, state));
        }
        expect(wrong, "audience", sum.path("audience"), total());
        if (answer.has("people")) {
            expect(wrong, "people", answer.path("people"), total());
        }
        answer.path("channels").forEach(channel -> channel(wrong, channel));
        if (answer.has("notReached")) {
            expect(
                    wrong,
                    "not reached",
                    answer.path("notReached").path("total"),
                    of(people, "skipped") + of(people, "failed"));
        }
        return wrong;
    }

    private void channel(List<String> wrong, JsonNode figures) {
        String channel = figures.path("channel").asText();
        long taken = TAKEN.stream().mapToLong(state -> attempts(channel, state)).sum();
        expect(wrong, channel + " accepted", figures.path("accepted"), taken);
        expect(
                wrong,
                channel + " delivered",
                figures.path("delivered"),
                attempts(channel, "delivered") + attempts(channel, "read"));
        expect(wrong, channel + " refused", figures.path("refused"), attempts(channel, "refused"));
        expect(wrong, channel + " undelivered", figures.path("undelivered"), attempts(channel, "undelivered"));
        expect(wrong, channel + " unknown", figures.path("unknown"), attempts(channel, "unknown"));
        expect(wrong, channel + " not sent", figures.path("notSent"), attempts(channel, "not_sent"));
    }

    private long attempts(String channel, String state) {
        return attempts.getOrDefault(channel + " " + state, 0L);
    }

    private long total() {
        return people.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long of(Map<String, Long> people, String state) {
        return people.entrySet().stream()
                .filter(entry -> entry.getKey().equals(state) || entry.getKey().startsWith(state + " "))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static void expect(List<String> wrong, String what, JsonNode told, long there) {
        if (told.asLong(-1) != there) {
            wrong.add(what + " is told as " + told + ", the rows have " + there);
        }
    }
}
