package io.carillon.launcher.demo;

import io.carillon.launcher.demo.CampaignResult.Channel;
import io.carillon.launcher.demo.CampaignResult.Cost;
import io.carillon.launcher.demo.CampaignResult.Sum;
import io.carillon.launcher.local.Counts;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sets a campaign's figures as text, column under column. A figure that a channel cannot have is a dash. */
final class ResultTable {
    private static final String NONE = "–";
    private static final String GAP = "  ";
    private static final Map<String, String> CURRENCY_SIGNS = Map.of("CNY", "¥", "USD", "$", "EUR", "€", "GBP", "£");
    // In the result "no address" means that none is left to try.
    private static final Map<String, String> NOT_REACHED =
            Map.of("no_address", "no address left", "exhausted", "every channel refused or undelivered");

    private record Column(String title, Function<Channel, String> cell) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("tried", channel -> number(channel.tried())),
            new Column("refused", channel -> number(channel.refused())),
            new Column("accepted", channel -> number(channel.accepted())),
            new Column("undelivered", channel -> number(channel.undelivered(), !isPush(channel))),
            new Column("delivered", channel -> number(channel.delivered(), confirms(channel))),
            new Column("not confirmed", channel -> number(channel.notConfirmed())),
            new Column("unknown", channel -> number(channel.unknown())),
            new Column("parts", channel -> channel.channel().equals("sms") ? number(channel.parts()) : NONE),
            new Column("cost", channel -> money(channel.costs())));

    private ResultTable() {}

    /** The lines, without line ends. */
    static List<String> lines(CampaignResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(result.name() + " · campaign " + result.id() + " · " + result.state() + " in "
                + duration(result.durationSeconds()) + " · " + Counts.people(result.people()));
        lines.add("");
        lines.addAll(table(result.channels()));
        lines.add("");
        lines.add("went on to the next channel " + Counts.of(result.wentOn().total(), "time", "times")
                + reasons(result.wentOn().byReason()));
        lines.add("not reached " + number(result.notReached().total()) + reasons(notReached(result)));
        if (result.sum().unknown() > 0) {
            lines.add("in doubt " + number(result.sum().unknown()) + reasons(doubts(result))
                    + "; nobody is written to twice  → /api/campaigns/" + result.id() + "/deliveries?state=unknown");
        }
        result.worthClosing().stream()
                .findFirst()
                .ifPresent(gap -> lines.add("  worth closing first: " + Counts.people(gap.people()) + " with "
                        + gap.text() + "  → " + gap.href()));
        lines.add("");
        lines.add(sum(result));
        return lines;
    }

    private static List<String> table(List<Channel> channels) {
        int first = width("channel", channels.stream().map(Channel::channel).toList());
        StringBuilder head = new StringBuilder(left("channel", first));
        List<StringBuilder> rows = channels.stream()
                .map(channel -> new StringBuilder(left(channel.channel(), first)))
                .toList();
        for (Column column : COLUMNS) {
            List<String> cells = channels.stream().map(column.cell()).toList();
            int width = width(column.title(), cells);
            head.append(GAP).append(right(column.title(), width));
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i).append(GAP).append(right(cells.get(i), width));
            }
        }
        List<String> lines = new ArrayList<>(List.of(head.toString()));
        rows.forEach(row -> lines.add(row.toString()));
        return lines;
    }

    /** What we chose not to send by its reason; what failed by whether there was anything to try at all. */
    private static Map<String, Long> notReached(CampaignResult result) {
        Map<String, Map<String, Long>> byState = result.sum().byReason();
        if (byState == null) {
            return result.notReached().byReason();
        }
        Map<String, Long> groups = new LinkedHashMap<>(byState.getOrDefault("skipped", Map.of()));
        byState.getOrDefault("failed", Map.of())
                .forEach((reason, people) -> groups.merge(
                        reason.equals("no_address") ? "no address left" : "every channel refused or undelivered",
                        people,
                        Long::sum));
        return groups;
    }

    private static Map<String, Long> doubts(CampaignResult result) {
        Map<String, Map<String, Long>> byState = result.sum().byReason();
        return byState == null ? Map.of() : byState.getOrDefault("unknown", Map.of());
    }

    private static String reasons(Map<String, Long> reasons) {
        return reasons.entrySet().stream()
                .map(reason -> reason.getKey().replace('_', ' ') + " " + number(reason.getValue()))
                .collect(Collectors.joining(" · ", reasons.isEmpty() ? "" : ": ", ""));
    }

    private static String sum(CampaignResult result) {
        Sum sum = result.sum();
        return number(sum.audience()) + " audience = " + number(sum.sent()) + " sent + " + number(sum.held())
                + " held + "
                + number(sum.skipped()) + " skipped + " + number(sum.failed()) + " failed + " + number(sum.unknown())
                + " unknown + " + number(sum.pending()) + " pending   " + (result.addsUp() ? "✔" : "✘");
    }

    private static String duration(long seconds) {
        return seconds < 120 ? seconds + " s" : Duration.ofSeconds(seconds).toMinutes() + " min " + seconds % 60 + " s";
    }

    private static String number(@Nullable Long number) {
        return number == null ? NONE : Counts.number(number);
    }

    // Mail is never confirmed, and a push only where the shop's app reports.
    private static boolean confirms(Channel channel) {
        return !channel.channel().equals("email") && !isPush(channel);
    }

    private static boolean isPush(Channel channel) {
        return channel.channel().equals("push");
    }

    /** A figure of a channel that usually cannot have it: a dash instead of 0. */
    private static String number(@Nullable Long number, boolean isPossible) {
        return number != null && number == 0 && !isPossible ? NONE : number(number);
    }

    /** One amount for each currency. */
    private static String money(@Nullable List<Cost> costs) {
        return costs == null || costs.isEmpty()
                ? NONE
                : costs.stream().map(ResultTable::money).collect(Collectors.joining(" + "));
    }

    private static String money(Cost cost) {
        String sign = CURRENCY_SIGNS.getOrDefault(cost.currency(), cost.currency() + " ");
        return sign + String.format(Locale.ROOT, "%,.2f", cost.amount().setScale(2, RoundingMode.HALF_UP));
    }

    private static int width(String title, List<String> cells) {
        return Math.max(
                title.length(), cells.stream().mapToInt(String::length).max().orElse(0));
    }

    private static String left(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String right(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }
}
