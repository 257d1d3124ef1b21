package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.drill.ChannelTally.Messages;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A run's rows and its counters as one moment has them.
 *
 * @param people by state and reason, from the rows, such as {@code failed no_address}
 * @param channels the attempts, from the rows
 * @param wentOn how often people went on to the next channel by reason, from the rows
 * @param wentOnDelivered of these, messages that have been delivered after all
 * @param batches by stage, from the rows
 * @param differing what counters and rows do not agree on, in words
 * @param mark changes whenever a row does
 */
record Tally(
        Map<String, Long> people,
        ChannelTally channels,
        Map<String, Long> wentOn,
        long wentOnDelivered,
        Map<String, Long> batches,
        List<String> differing,
        String mark) {
    private static final List<String> STATES = List.of("sent", "held", "skipped", "failed", "unknown", "pending");

    /** One statement is one snapshot, whatever is written beside it. */
    private static final String SQL = """
            with own as (select ?::bigint as run),
                 d as materialized (select *, xmin::text::bigint as version from delivery where run_id = (select run from own)),
                 a as materialized (select *, xmin::text::bigint as version from attempt where run_id = (select run from own)),
                 p as materialized (select * from pass where run_id = (select run from own)),
                 b as materialized (select stage, xmin::text::bigint as version from batch where run_id = (select run from own)),
                 went as (
                    select channel, reason as why, 0 as late from p where led = 'next'
                    union all
                    select split_part(a.channel, '.', 1), r.rule, (a.state in ('delivered', 'read'))::int
                      from a join run_rule r on r.run_id = a.run_id and r.reason = a.reason where a.led = 'next'),
                 x (what, one, two, three, counted, there, counted_parts, parts, counted_amount, amount) as (
                    select 'people', state, reason, channel, people, 0, 0, 0, 0.0, 0.0
                      from delivery_count where run_id = (select run from own)
                    union all
                    select 'people', state, coalesce(reason, ''), coalesce(channel, ''), 0, 1, 0, 0, 0, 0 from d
                    union all
                    select 'attempts', channel, state, concat(currency, ' ', account, ' ', reason, ' ', led),
                           attempts, 0, parts, 0, amount, 0
                      from attempt_count where run_id = (select run from own)
                    union all
                    select 'attempts', channel, state, concat(currency, ' ', account, ' ', coalesce(reason, ''), ' ', coalesce(led, '')),
                           0, 1, 0, parts, 0, coalesce(settled, estimated) from a
                    union all
                    select 'passes', channel, reason, led, passes, 0, 0, 0, 0, 0
                      from pass_count where run_id = (select run from own)
                    union all
                    select 'passes', channel, reason, led, 0, 1, 0, 0, 0, 0 from p
                    union all
                    select 'batches', stage, '', '', 1, 1, 0, 0, 0, 0 from b
                    union all
                    -- from the last channel nobody goes anywhere
                    select 'went on', why, '', '', 1, 1, late, late, 0, 0 from went
                     where channel <> (select channel from run_step where run_id = (select run from own)
                                        order by position desc limit 1))
            select what, one, two, three, sum(counted) as counted, sum(there) as there, sum(counted_parts) as counted_parts,
                   sum(parts) as parts, sum(counted_amount) as counted_amount, sum(amount) as amount
              from x group by 1, 2, 3, 4
            union all
            select 'mark', '', '', concat((select concat(count(*), ' ', sum(version)) from d), ' ',
                                          (select concat(count(*), ' ', sum(version)) from a), ' ',
                                          (select count(*) from p), ' ',
                                          (select concat(count(*), ' ', sum(version)) from b)), 0, 0, 0, 0, 0, 0""";

    /** Reads one; a {@link io.carillon.launcher.local.LaunchFailure} where the database is away. */
    static Tally of(Ledger ledger, long run) {
        Map<String, Long> people = new TreeMap<>();
        List<Messages> messages = new ArrayList<>();
        Map<String, Long> wentOn = new TreeMap<>();
        long[] wentOnDelivered = {0};
        Map<String, Long> batches = new TreeMap<>();
        List<String> differing = new ArrayList<>();
        String[] mark = {""};
        ledger.query(
                SQL,
                row -> {
                    String one = row.getString("one");
                    String name = one + " " + row.getString("two");
                    long there = row.getLong("there");
                    switch (row.getString("what")) {
                        case "mark" -> mark[0] = row.getString("three");
                        case "people" -> people.merge(name.strip(), there, Long::sum);
                        case "attempts" ->
                            messages.add(new Messages(
                                    one,
                                    row.getString("two"),
                                    row.getString("three").substring(0, 3),
                                    there,
                                    row.getLong("parts"),
                                    row.getBigDecimal("amount")));
                        case "batches" -> batches.put(one, there);
                        case "went on" -> {
                            wentOn.put(one, there);
                            wentOnDelivered[0] += row.getLong("parts");
                        }
                        default -> {}
                    }
                    String of = row.getString("what") + " " + name + " " + row.getString("three");
                    differ(of, row, "counted", "there", differing);
                    differ("parts of " + of, row, "counted_parts", "parts", differing);
                    differ("costs of " + of, row, "counted_amount", "amount", differing);
                },
                run);
        people.values().removeIf(count -> count == 0);
        messages.removeIf(some -> some.attempts() == 0);
        return new Tally(
                people,
                new ChannelTally(messages),
                wentOn,
                wentOnDelivered[0],
                batches,
                List.copyOf(differing),
                mark[0]);
    }

    private static void differ(String what, ResultSet row, String counter, String rows, List<String> differing)
            throws SQLException {
        if (row.getBigDecimal(counter).compareTo(row.getBigDecimal(rows)) != 0) {
            differing.add(what + ": counted " + row.getString(counter) + ", there are " + row.getString(rows));
        }
    }

    /** What an answer of {@code /progress} or {@code /result} tells that the rows do not have, in words. */
    List<String> wrong(JsonNode answer) {
        List<String> wrong = wrongSum(answer);
        if (answer.has("people")) {
            expect(wrong, "people", answer.path("people"), total());
        }
        wrong.addAll(channels.wrong(answer.path("channels")));
        if (answer.has("notReached")) {
            notReached(wrong, answer.path("notReached"));
        }
        if (answer.has("batches")) {
            batches(wrong, answer.path("batches"));
        }
        if (answer.has("wentOn")) {
            wentOn(wrong, answer.path("wentOn"));
        }
        return wrong;
    }

    /** The same of how many people are where, and why. */
    List<String> wrongSum(JsonNode answer) {
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
        return wrong;
    }

    private void notReached(List<String> wrong, JsonNode told) {
        expect(wrong, "not reached", told.path("total"), of(people, "skipped") + of(people, "failed"));
        Map<String, Long> byReason = new TreeMap<>();
        people.forEach((name, count) -> {
            if (name.startsWith("skipped ") || name.startsWith("failed ")) {
                byReason.merge(name.substring(name.indexOf(' ') + 1), count, Long::sum);
            }
        });
        expect(wrong, "not reached by reason", numbers(told.path("byReason")), byReason);
    }

    /** Those of a paused run that would send are told as paused. */
    private void batches(List<String> wrong, JsonNode told) {
        Map<String, Long> stages = numbers(told);
        stages.merge("sending", stages.getOrDefault("paused", 0L), Long::sum);
        stages.keySet().removeAll(Set.of("paused", "total"));
        stages.values().removeIf(count -> count == 0);
        expect(wrong, "batches", stages, batches);
        expect(
                wrong,
                "all batches",
                told.path("total"),
                batches.values().stream().mapToLong(Long::longValue).sum());
    }

    private void wentOn(List<String> wrong, JsonNode told) {
        expect(
                wrong,
                "went on",
                told.path("total"),
                wentOn.values().stream().mapToLong(Long::longValue).sum());
        expect(wrong, "went on by reason", numbers(told.path("byReason")), wentOn);
        expect(wrong, "went on and delivered after all", told.path("deliveredAfterAll"), wentOnDelivered);
    }

    private static Map<String, Long> numbers(JsonNode told) {
        Map<String, Long> numbers = new TreeMap<>();
        told.properties()
                .forEach(one -> numbers.put(one.getKey(), one.getValue().asLong()));
        return numbers;
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

    private static void expect(List<String> wrong, String what, Map<String, Long> told, Map<String, Long> there) {
        if (!told.equals(there)) {
            wrong.add(what + " is told as " + told + ", the rows have " + there);
        }
    }

    static void expect(List<String> wrong, String what, JsonNode told, long there) {
        if (told.asLong(-1) != there) {
            wrong.add(what + " is told as " + told + ", the rows have " + there);
        }
    }
}
