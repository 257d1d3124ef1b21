package io.carillon.campaign;

import io.carillon.campaign.ChannelAccounts.Candidate;
import io.carillon.campaign.Estimate.ChannelEstimate;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Money;
import io.carillon.channel.RateLimit;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.problem.FindingList;
import io.carillon.segment.Reach;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Adds up groups of people into what each channel would carry and cost, and how long accounts need for it. Whoever lacks a value that a text needs is not sent to by
 * that text, and goes on to the next channel. One estimator makes one estimate.
 */
final class CostEstimator {
    private static final int MONEY_SCALE = 6;

    private final CampaignPlan plan;
    private final Reach reach;
    private final PlanNeeds needed;
    private final PartsSample parts;
    private final Map<Candidate, Needy> needy = new LinkedHashMap<>();
    private final Map<ChannelKind, Tally> tallies = new LinkedHashMap<>();

    private static final class Tally {
        private final Map<String, Long> gaps = new TreeMap<>();
        private final Map<String, Long> accounts = new TreeMap<>();
        private final Map<String, BigDecimal> costs = new TreeMap<>();
        private final Map<VendorAccount, Double> seconds = new LinkedHashMap<>();
        private long reachable;
        private long firstChoice;
        private double parts;
    }

    /** Who would be sent a form that needs values, and how many of them lack which. */
    private static final class Needy {
        private final Map<String, Long> lacking = new TreeMap<>();
        private long people;
    }

    CostEstimator(CampaignPlan plan, Reach reach, PlanNeeds needed, PartsSample parts) {
        this.plan = plan;
        this.reach = reach;
        this.needed = needed;
        this.parts = parts;
        plan.definition().policy().steps().forEach(step -> tallies.put(step.kind(), new Tally()));
    }

    /** The estimate. */
    Estimate estimate() {
        long reachable = 0;
        for (Reach.Group group : reach.groups()) {
            reachable += place(group) ? group.people() : 0;
        }
        List<ChannelEstimate> channels = new ArrayList<>();
        Map<String, BigDecimal> costs = new TreeMap<>();
        tallies.forEach((kind, tally) -> {
            channels.add(new ChannelEstimate(
                    kind.id(),
                    reach.withAddress(kind),
                    tally.reachable,
                    tally.gaps,
                    tally.firstChoice,
                    Math.round(tally.parts),
                    money(tally.costs),
                    tally.accounts,
                    (long) Math.ceil(tally.seconds.values().stream()
                            .mapToDouble(Double::doubleValue)
                            .max()
                            .orElse(0))));
            tally.costs.forEach((currency, amount) -> costs.merge(currency, amount, BigDecimal::add));
        });
        return new Estimate(reach.people(), reachable, channels, money(costs));
    }

    /** Tells who lacks what. Complete after the estimate. */
    void tell(MissedValues missed) {
        needy.forEach((candidate, one) ->
                one.lacking.forEach((value, lacking) -> missed.add(candidate, value, lacking, one.people)));
    }

    /** Warns of accounts whose rate does not let them be done before the run ends. Complete after the estimate. */
    void tellTooSlow(FindingList findings) {
        Schedule schedule = plan.schedule();
        Duration open = schedule.openTime();
        tallies.values()
                .forEach(tally -> tally.seconds.forEach((account, seconds) -> {
                    if (seconds > open.toSeconds()) {
                        findings.warning(
                                "/schedule/end",
                                "rate_too_low",
                                account.name(),
                                account.rateLimit().perSecond(),
                                words(findings, seconds),
                                tally.accounts.get(account.name()),
                                words(findings, open.toSeconds()));
                    }
                }));
    }

    private static String words(FindingList findings, double seconds) {
        Duration time = Duration.ofSeconds(Math.round(seconds));
        if (time.compareTo(Duration.ofHours(2)) < 0) {
            return findings.format("time.minutes", Math.max(1, time.toMinutes()));
        }
        return time.compareTo(Duration.ofDays(3)) < 0
                ? findings.format("time.hours", time.toHours())
                : findings.format("time.days", time.toDays());
    }

    /** Counts a group on every channel and as the first choice of one; false when no channel works. */
    private boolean place(Reach.Group group) {
        boolean isPlaced = false;
        for (Map.Entry<ChannelKind, Tally> one : tallies.entrySet()) {
            ChannelKind kind = one.getKey();
            Tally tally = one.getValue();
            Optional<Candidate> candidate =
                    plan.accounts().candidate(kind, plan.forms(), group.locale(), group.on(kind));
            String reason = reason(group, kind, candidate);
            if (reason == null) {
                tally.reachable += group.people();
                if (!isPlaced) {
                    count(tally, candidate.orElseThrow(), group.people());
                }
                isPlaced = true;
            } else {
                tally.gaps.merge(reason, group.people(), Long::sum);
            }
        }
        return isPlaced;
    }

    /** Why a channel does not work for a group; null where it does. */
    private @Nullable String reason(Reach.Group group, ChannelKind kind, Optional<Candidate> candidate) {
        String reason = group.on(kind).reason();
        if (reason != null) {
            return reason;
        }
        if (candidate.isEmpty()) {
            return Reason.NO_ACCOUNT.id();
        }
        return isFilledIn(candidate.get(), group) ? null : Reason.MISSING_VARIABLE.id();
    }

    /** Whether the group has all that the form needs; counts what it lacks. */
    private boolean isFilledIn(Candidate candidate, Reach.Group group) {
        Set<String> needs = needed.of(candidate);
        if (needs.isEmpty()) {
            return true;
        }
        Needy counted = needy.computeIfAbsent(candidate, any -> new Needy());
        counted.people += group.people();
        Set<String> lacks = new TreeSet<>(needs);
        lacks.retainAll(group.lacks());
        lacks.forEach(value -> counted.lacking.merge(value, group.people(), Long::sum));
        return lacks.isEmpty();
    }

    private void count(Tally tally, Candidate candidate, long people) {
        double partsOfGroup = people * parts.mean(candidate);
        tally.firstChoice += people;
        tally.parts += partsOfGroup;
        tally.accounts.merge(candidate.account().name(), people, Long::sum);
        RateLimit limit = candidate.account().rateLimit();
        // How many messages go into a call only its sender knows.
        double units = switch (limit.unit()) {
            case MESSAGES -> people;
            case PARTS -> partsOfGroup;
            case CALLS -> 0;
        };
        tally.seconds.merge(candidate.account(), units / limit.perSecond(), Double::sum);
        Money price = candidate.account().price();
        tally.costs.merge(price.currency(), price.amount().multiply(BigDecimal.valueOf(partsOfGroup)), BigDecimal::add);
    }

    private static List<Money> money(Map<String, BigDecimal> amounts) {
        return amounts.entrySet().stream()
                .map(one -> new Money(one.getValue().setScale(MONEY_SCALE, RoundingMode.HALF_UP), one.getKey()))
                .toList();
    }
}
