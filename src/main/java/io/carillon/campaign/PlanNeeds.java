package io.carillon.campaign;

import io.carillon.campaign.ChannelAccounts.Candidate;
import io.carillon.channel.ChannelKind;
import io.carillon.message.FormRenderer;
import io.carillon.segment.Needs;
import io.carillon.segment.Segments;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which WeChat grants the messages of a plan take, and which values its texts cannot do without, as far as whole audiences are
 * asked for them: the first {@link Segments#MOST_VALUES}, in alphabetical order. What else may be missed only a sample tells.
 * Immutable.
 */
final class PlanNeeds {
    private final List<String> asked;
    private final List<String> templates;
    private final Map<Candidate, Set<String>> byCandidate = new HashMap<>();

    PlanNeeds(CampaignPlan plan, FormRenderer renderer) {
        Set<String> all = new TreeSet<>();
        Set<String> granted = new TreeSet<>();
        plan.definition()
                .policy()
                .steps()
                .forEach(step -> plan.accounts()
                        .candidates(step.kind(), plan.forms())
                        .forEach(candidate -> {
                            Set<String> needs = new HashSet<>(renderer.needs(candidate.form(), candidate.binding()));
                            needs.removeIf(value -> !Segments.isValue(value));
                            byCandidate.put(candidate, needs);
                            all.addAll(needs);
                            if (step.kind() == ChannelKind.WECHAT && candidate.binding() != null) {
                                granted.add(Objects.requireNonNull(
                                                candidate.form().bindings().get(candidate.binding()))
                                        .template());
                            }
                        }));
        this.asked = all.stream().limit(Segments.MOST_VALUES).toList();
        byCandidate.values().forEach(needs -> needs.retainAll(asked));
        this.templates = List.copyOf(granted);
    }

    /** What is asked of everybody. */
    Needs asked() {
        // A message without templates is told to have none; its people are counted as if they might have one.
        return new Needs(asked, templates.isEmpty() ? null : templates);
    }

    /** Those without which this form cannot be filled in for this account. */
    Set<String> of(Candidate candidate) {
        return byCandidate.getOrDefault(candidate, Set.of());
    }
}
