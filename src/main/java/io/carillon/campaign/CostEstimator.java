package io.carillon.campaign;

import io.carillon.campaign.ChannelAccounts.Candidate;
import io.carillon.campaign.Estimate.ChannelEstimate;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Money;
import io.carillon.segment.Reach;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Adds up groups of people into what each channel would carry and cost. One estimator makes one estimate. */
final class CostEstimator {
    private static final int MONEY_SCALE = 6;

    private final CampaignPlan plan;
    private final Reach reach;
    private final PartsSample parts;
    private final Map<ChannelKind, Tally> tallies = new LinkedHashMap<>();

    private static final class Tally {
        private final Map<String, Long> gaps = new TreeMap<>();
        private final Map<String, Long> accounts = new TreeMap<>();
        private final Map<String, BigDecimal> costs = new TreeMap<>();
        private long reachable;
        private long firstChoice;
        private double parts;
    }

    CostEstimator(CampaignPlan plan, Reach reach, PartsSample parts) {
        this.plan = plan;
        this.reach = reach;
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
                    tally.accounts));
            tally.costs.forEach((currency, amount) -> costs.merge(currency, amount, BigDecimal::add));
        });
        return new Estimate(reach.people(), reachable, channels, money(costs));
    }

    /** Counts a group on every channel and as the first choice of one; false when no channel works. */
    private boolean place(Reach.Group group) {
        boolean isPlaced = false;
        for (Map.Entry<ChannelKind, Tally> one : tallies.entrySet()) {
            ChannelKind kind = one.getKey();
            Tally tally = one.getValue();
            String reason = group.on(kind).reason();
            Optional<Candidate> candidate =
                    plan.accounts().candidate(kind, plan.forms(), group.locale(), group.on(kind));
            if (reason == null && candidate.isPresent()) {
                tally.reachable += group.people();
                if (!isPlaced) {
                    count(tally, candidate.get(), group.people());
                }
                isPlaced = true;
            } else {
                tally.gaps.merge(reason == null ? "no_account" : reason, group.people(), Long::sum);
            }
        }
        return isPlaced;
    }

    private void count(Tally tally, Candidate candidate, long people) {
        double partsOfGroup = people * parts.mean(candidate);
        tally.firstChoice += people;
        tally.parts += partsOfGroup;
        tally.accounts.merge(candidate.account().name(), people, Long::sum);
        Money price = candidate.account().price();
        tally.costs.merge(price.currency(), price.amount().multiply(BigDecimal.valueOf(partsOfGroup)), BigDecimal::add);
    }

    private static List<Money> money(Map<String, BigDecimal> amounts) {
        return amounts.entrySet().stream()
                .map(one -> new Money(one.getValue().setScale(MONEY_SCALE, RoundingMode.HALF_UP), one.getKey()))
                .toList();
    }
}
