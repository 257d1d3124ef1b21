package io.carillon.campaign;

import io.carillon.channel.Adapters;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.DatabaseClock;
import io.carillon.problem.FindingList;
import io.carillon.segment.Compilation;
import io.carillon.segment.Segments;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Makes a definition ready to run and says what stands against it now: message, segment, accounts, times. */
@ApplicationScoped
public class CampaignPlanner {
    private final DatabaseClock clock;
    private final Segments segments;
    private final FormMaker formMaker;
    private final VendorAccounts accounts;
    private final Adapters adapters;

    public CampaignPlanner(
            DatabaseClock clock, Segments segments, FormMaker formMaker, VendorAccounts accounts, Adapters adapters) {
        this.clock = clock;
        this.segments = segments;
        this.formMaker = formMaker;
        this.accounts = accounts;
        this.adapters = adapters;
    }

    /** The plan; empty when an error was told to the findings. Counts nobody, so that a launch is quick. */
    Optional<CampaignPlan> plan(CampaignDefinition definition, FindingList findings) {
        ChannelAccounts usable = new ChannelAccounts(accounts.all(), adapters, definition.purpose());
        Schedule schedule = definition.schedule().resolve(clock.now(), findings);
        Compilation rule = segments.compile(definition.segment(), "/segment", findings.language());
        if (rule instanceof Compilation.Rejected rejected) {
            rejected.findings().forEach(findings::add);
        }
        Optional<FormMaker.Made> forms = formMaker.make(definition, findings);
        forms.ifPresent(
                made -> new AccountCheck(usable, definition.policy(), findings).check(made.forms(), accounts.all()));
        return findings.isClean()
                ? forms.map(made ->
                        new CampaignPlan(definition, made.forms(), made.places(), rule.orElseThrow(), schedule, usable))
                : Optional.empty();
    }
}
