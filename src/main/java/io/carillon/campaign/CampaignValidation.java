package io.carillon.campaign;

import io.carillon.channel.Reason;
import io.carillon.message.FormRenderer;
import io.carillon.message.Person;
import io.carillon.message.PersonReader;
import io.carillon.problem.FindingList;
import io.carillon.segment.Reach;
import io.carillon.segment.Segments;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The dry run: whom a campaign would reach on which channel, what it would cost, and all that stands against it. */
@ApplicationScoped
public class CampaignValidation {
    private static final int SAMPLE = 200;

    private final CampaignPlanner planner;
    private final Segments segments;
    private final PersonReader people;
    private final FormRenderer renderer;

    public CampaignValidation(CampaignPlanner planner, Segments segments, PersonReader people, FormRenderer renderer) {
        this.planner = planner;
        this.segments = segments;
        this.people = people;
        this.renderer = renderer;
    }

    /** Looks at everything, changes nothing. */
    ValidationView validate(CampaignDefinition definition, FindingList findings) {
        Optional<CampaignPlan> plan = planner.plan(definition, findings);
        Estimate estimate = plan.map(ready -> estimate(ready, findings)).orElse(null);
        return new ValidationView(
                findings.isClean(),
                estimate,
                policy(definition, findings),
                definition.policy().steps().stream()
                        .map(ValidationView.StepView::of)
                        .toList(),
                plan.map(ready -> ScheduleView.of(ready.schedule())).orElse(null),
                findings.all());
    }

    /**
     * Tells what {@link #validate} would tell of people, by a look at some of them: for a launch, which must not take longer for many
     * people than for few. Says nothing where even that look took too long.
     */
    void glance(CampaignPlan plan, FindingList findings) {
        PlanNeeds needed = new PlanNeeds(plan, renderer);
        segments.glance(plan.rule(), plan.definition().purpose(), needed.asked(), SAMPLE)
                .ifPresent(looked -> {
                    Estimate estimate = estimate(plan, needed, looked, findings);
                    if (looked.isAll()) {
                        tellNobody(estimate, findings);
                    } else if (estimate.reachable() == 0) {
                        findings.warning(
                                "/segment",
                                "nobody_reachable_looked",
                                looked.ids().size());
                    }
                });
    }

    private Estimate estimate(CampaignPlan plan, FindingList findings) {
        segments.tellUnused(plan.rule(), "/segment", findings);
        PlanNeeds needed = new PlanNeeds(plan, renderer);
        Reach reach = segments.detailedReach(plan.rule(), plan.definition().purpose(), needed.asked());
        List<Long> ids = segments.sampleIds(plan.rule(), SAMPLE);
        Estimate estimate = estimate(plan, needed, new Segments.Glance(ids, reach, false), findings);
        tellNobody(estimate, findings);
        return estimate;
    }

    private static void tellNobody(Estimate estimate, FindingList findings) {
        if (estimate.people() == 0) {
            findings.warning("/segment", "nobody");
        } else if (estimate.reachable() == 0) {
            findings.warning("/segment", "nobody_reachable");
        }
    }

    /** Of the people of the reach, with texts filled in for those of the ids; tells what texts lack. */
    private Estimate estimate(CampaignPlan plan, PlanNeeds needed, Segments.Glance looked, FindingList findings) {
        Collection<Person> sampled =
                people.read(looked.ids().toArray(Long[]::new)).values();
        PartsSample sample = new PartsSample(renderer, plan.forms(), needed, sampled);
        CostEstimator estimator = new CostEstimator(plan, looked.reach(), needed, sample);
        Estimate estimate = estimator.estimate();
        MissedValues missed = new MissedValues(plan.places());
        estimator.tell(missed);
        sample.tell(missed);
        missed.tell(findings);
        estimator.tellTooSlow(findings);
        return estimate;
    }

    private static List<ValidationView.RuleView> policy(CampaignDefinition definition, FindingList findings) {
        return Arrays.stream(Reason.Rule.values())
                .filter(Reason.Rule::isForMarketers)
                .map(rule -> new ValidationView.RuleView(
                        rule.id(),
                        definition.policy().actions().get(rule).id(),
                        !definition.written().contains(rule),
                        findings.text("rule." + rule.id())))
                .toList();
    }
}
