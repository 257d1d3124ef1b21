package io.carillon.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.carillon.campaign.ChannelPolicy.Step;
import io.carillon.campaign.Estimate.ChannelEstimate;
import io.carillon.channel.Adapters;
import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Mode;
import io.carillon.channel.Money;
import io.carillon.channel.Purpose;
import io.carillon.channel.RateLimit;
import io.carillon.channel.ReceiptParser;
import io.carillon.channel.Sender;
import io.carillon.channel.SettingNames;
import io.carillon.channel.SettingProblem;
import io.carillon.channel.VendorAccount;
import io.carillon.message.BindingTemplate;
import io.carillon.message.Form;
import io.carillon.message.FormRenderer;
import io.carillon.message.Forms;
import io.carillon.message.Person;
import io.carillon.problem.Finding;
import io.carillon.problem.FindingList;
import io.carillon.segment.Reach;
import io.carillon.segment.Standing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CostEstimatorTest {
    private static final Standing NO_ADDRESS = new Standing(false, "no_address", "", "", "");
    private static final Form ZH = Form.of("sms", "zh", Map.of("text", "${name!'会员'}好，满300减50"), Map.of());
    private static final Form EN = Form.of(
            "sms",
            "en",
            Map.of("text", "Dear ${name!'member'}, " + "x".repeat(200)),
            Map.of("bound", new BindingTemplate("Shop", "T1", Map.of(), null)));
    private static final Form MAIL = Form.of("email", "zh", Map.of("subject", "s", "html", "h", "text", "t"), Map.of());

    @Test
    void givesEachPersonToTheFirstChannelThatWorksAndCountsParts() {
        VendorAccount sms = account("sms-cn", "plain-sms", ChannelKind.SMS, "0.045", Set.of("CN"), "");
        VendorAccount mail = account("mail", "plain-email", ChannelKind.EMAIL, "0.001", Set.of(), "");
        Reach reach = new Reach(List.of(
                group("zh", 100, reachable("CN"), reachable("")),
                group("en", 10, reachable("CN"), reachable("")),
                group("zh", 5, reachable("US"), reachable("")),
                group("zh", 3, reachable("US"), NO_ADDRESS),
                group("zh", 7, new Standing(true, "no_consent", "", "CN", ""), NO_ADDRESS)));

        Estimate estimate = estimate(reach, sms, mail);

        assertThat(estimate.people()).isEqualTo(125);
        assertThat(estimate.reachable()).isEqualTo(115);
        ChannelEstimate bySms = estimate.channels().get(0);
        assertThat(bySms.withAddress()).isEqualTo(125);
        assertThat(bySms.reachable()).isEqualTo(110);
        assertThat(bySms.gaps()).isEqualTo(Map.of("no_account", 8L, "no_consent", 7L));
        // 100 Chinese texts of one part, 10 English ones of two.
        assertThat(bySms.parts()).isEqualTo(120);
        assertThat(bySms.costs()).containsExactly(new Money(new BigDecimal("5.400000"), "CNY"));
        assertThat(bySms.accounts()).isEqualTo(Map.of("sms-cn", 110L));
        ChannelEstimate byMail = estimate.channels().get(1);
        assertThat(byMail.reachable()).isEqualTo(115);
        assertThat(byMail.firstChoice()).isEqualTo(5);
        assertThat(byMail.gaps()).isEqualTo(Map.of("no_address", 10L));
        assertThat(estimate.costs()).containsExactly(new Money(new BigDecimal("5.405000"), "CNY"));
    }

    @Test
    void whoLacksAValueThatATextNeedsGoesOnAndCostsNothing() {
        Form needy = Form.of("sms", "zh", Map.of("text", "${traits.coupon}号券"), Map.of());
        VendorAccount sms = account("sms-cn", "plain-sms", ChannelKind.SMS, "0.045", Set.of("CN"), "");
        VendorAccount mail = account("mail", "plain-email", ChannelKind.EMAIL, "0.001", Set.of(), "");
        Reach reach = new Reach(List.of(
                group("zh", 100, reachable("CN"), reachable("")),
                lacking("traits.coupon", group("zh", 30, reachable("CN"), reachable(""))),
                lacking("traits.coupon", group("zh", 4, reachable("CN"), NO_ADDRESS)),
                lacking("traits.coupon", group("zh", 6, NO_ADDRESS, NO_ADDRESS)),
                lacking("name", group("zh", 1, reachable("CN"), NO_ADDRESS))));

        Estimate estimate = estimate(List.of(needy, MAIL), reach, sms, mail);

        assertThat(estimate.reachable()).isEqualTo(131);
        ChannelEstimate bySms = estimate.channels().get(0);
        assertThat(bySms.reachable()).isEqualTo(101);
        assertThat(bySms.parts()).isEqualTo(101);
        assertThat(bySms.gaps()).isEqualTo(Map.of("missing_variable", 34L, "no_address", 6L));
        assertThat(bySms.costs()).containsExactly(new Money(new BigDecimal("4.545000"), "CNY"));
        assertThat(estimate.channels().get(1).firstChoice()).isEqualTo(30);
    }

    private static Reach.Group lacking(String value, Reach.Group group) {
        return new Reach.Group(group.locale(), group.standings(), Set.of(value), group.people());
    }

    @Test
    void anAccountTooSlowForTheTimeOfTheRunIsTold() {
        VendorAccount sms = account("sms-cn", "plain-sms", ChannelKind.SMS, "0.045", Set.of(), "");
        VendorAccount mail = account("mail", "plain-email", ChannelKind.EMAIL, "0.001", Set.of(), "");
        double perSecond = sms.rateLimit().perSecond();
        long people = (long) (perSecond * Duration.ofHours(5).toSeconds());
        Reach reach = new Reach(List.of(
                group("zh", people, reachable("CN"), reachable("")), group("zh", 1, NO_ADDRESS, reachable(""))));
        FindingList findings = new FindingList(Locale.ENGLISH);
        Instant start = Instant.parse("2026-11-11T00:00:00Z");
        LocalTime opens = LocalTime.of(20, 0);

        CostEstimator fits = estimator(plan(List.of(ZH, MAIL), until(start, 5, null, null), sms, mail), reach);
        assertThat(fits.estimate().channels())
                .extracting(ChannelEstimate::seconds)
                .containsExactly(Duration.ofHours(5).toSeconds(), 1L);
        fits.tellTooSlow(findings);
        assertThat(findings.all()).isEmpty();

        // Four hours each evening, over midnight.
        Schedule evenings = until(start, 24, opens, opens.plusHours(4));
        CostEstimator late = estimator(plan(List.of(ZH, MAIL), evenings, sms, mail), reach);
        late.estimate();
        late.tellTooSlow(findings);
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("rate_too_low");
            assertThat(finding.message()).contains("sms-cn takes some 5 hours", "has 4 hours to send in");
        });
    }

    private static Schedule until(Instant start, int hours, @Nullable LocalTime opens, @Nullable LocalTime closes) {
        return new Schedule(start, start.plus(Duration.ofHours(hours)), ZoneId.of("UTC"), opens, closes);
    }

    @Test
    void anAccountThatNeedsABindingTakesOnlyFormsThatHaveOne() {
        VendorAccount bound = account("bound", "bound-sms", ChannelKind.SMS, "1", Set.of(), "");
        Reach reach = new Reach(
                List.of(group("en", 4, reachable("CN"), NO_ADDRESS), group("zh", 6, reachable("CN"), NO_ADDRESS)));

        Estimate estimate = estimate(reach, bound);

        assertThat(estimate.channels().get(0).reachable()).isEqualTo(4);
        assertThat(estimate.channels().get(0).gaps()).isEqualTo(Map.of("no_account", 6L));
    }

    @Test
    void accountsOfAnotherScopeOrPurposeAreNoCandidates() {
        VendorAccount other = account("other", "plain-sms", ChannelKind.SMS, "1", Set.of(), "app");
        Reach reach = new Reach(List.of(group("zh", 6, reachable("CN"), NO_ADDRESS)));

        assertThat(estimate(reach, other).reachable()).isZero();
        assertThat(new ChannelAccounts(List.of(service()), adapters(), Purpose.MARKETING).of(ChannelKind.SMS))
                .isEmpty();
    }

    @Test
    void waitingForWhatNoAccountSeesIsAnErrorAndUnknownBindingsAreTold() {
        FindingList findings = new FindingList(Locale.ENGLISH);
        VendorAccount mail = account("mail", "plain-email", ChannelKind.EMAIL, "1", Set.of(), "");
        VendorAccount sms = account("bond", "bound-sms", ChannelKind.SMS, "1", Set.of(), "");
        ChannelPolicy policy = new ChannelPolicy(
                List.of(
                        new Step(ChannelKind.EMAIL, ChannelPolicy.AwaitedState.DELIVERED, Duration.ofHours(1)),
                        new Step(ChannelKind.SMS, null, Duration.ofHours(2)),
                        new Step(ChannelKind.PUSH, null, Duration.ZERO)),
                Map.of());

        new AccountCheck(new ChannelAccounts(List.of(mail, sms), adapters(), Purpose.MARKETING), policy, findings)
                .check(new Forms("zh", List.of(ZH, EN, MAIL)), List.of(mail, sms));

        assertThat(findings.all())
                .extracting(Finding::place, Finding::code)
                .containsExactly(
                        tuple("/channels/waitFor/email", "wait_unobservable"),
                        tuple("/channels/order/1", "no_form_for_accounts"),
                        tuple("/channels/order/2", "no_account_for_channel"),
                        tuple("/message/overrides/sms/bindings/bound", "unknown_account"));
        assertThat(findings.all().get(3).message()).contains("Did you mean 'bond'?");
    }

    @Test
    void aBindingForAnAccountThatSendsFreeTextIsTold() {
        FindingList findings = new FindingList(Locale.ENGLISH);
        VendorAccount plain = account("bound", "plain-sms", ChannelKind.SMS, "1", Set.of(), "");
        ChannelPolicy policy =
                new ChannelPolicy(List.of(new Step(ChannelKind.SMS, null, Duration.ofHours(2))), Map.of());

        new AccountCheck(new ChannelAccounts(List.of(plain), adapters(), Purpose.MARKETING), policy, findings)
                .check(new Forms("zh", List.of(ZH, EN)), List.of(plain));

        assertThat(findings.all())
                .extracting(Finding::place, Finding::code)
                .containsExactly(tuple("/message/overrides/sms/bindings/bound", "unread_binding"));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    private static Estimate estimate(Reach reach, VendorAccount... accounts) {
        return estimate(List.of(ZH, EN, MAIL), reach, accounts);
    }

    private static Estimate estimate(List<Form> made, Reach reach, VendorAccount... accounts) {
        return estimator(plan(made, null, accounts), reach).estimate();
    }

    private static CampaignPlan plan(List<Form> made, @Nullable Schedule schedule, VendorAccount... accounts) {
        ChannelPolicy policy = new ChannelPolicy(
                List.of(
                        new Step(ChannelKind.SMS, null, Duration.ofHours(2)),
                        new Step(ChannelKind.EMAIL, null, Duration.ZERO)),
                Map.of());
        CampaignDefinition definition = new CampaignDefinition(
                "n", Purpose.MARKETING, NullNode.instance, NullNode.instance, policy, Set.of(), SchedulePlan.NOW);
        ChannelAccounts usable = new ChannelAccounts(Arrays.asList(accounts), adapters(), Purpose.MARKETING);
        return new CampaignPlan(definition, new Forms("zh", made), null, null, schedule, usable);
    }

    private static CostEstimator estimator(CampaignPlan plan, Reach reach) {
        List<Person> people = List.of(
                new Person(1, Map.of("name", "王小明", "locale", "zh-CN")),
                new Person(2, Map.of("name", "Ann", "locale", "en-GB")));
        FormRenderer renderer = new FormRenderer();
        PlanNeeds needed = new PlanNeeds(plan, renderer);
        return new CostEstimator(plan, reach, needed, new PartsSample(renderer, plan.forms(), needed, people));
    }

    private static Reach.Group group(String locale, long people, Standing sms, Standing email) {
        Map<ChannelKind, Standing> standings = new EnumMap<>(ChannelKind.class);
        standings.put(ChannelKind.SMS, sms);
        standings.put(ChannelKind.EMAIL, email);
        standings.put(ChannelKind.PUSH, NO_ADDRESS);
        standings.put(ChannelKind.WECHAT, NO_ADDRESS);
        return new Reach.Group(locale, standings, Set.of(), people);
    }

    private static Standing reachable(String region) {
        return new Standing(true, null, "", region, "");
    }

    private static VendorAccount service() {
        VendorAccount any = account("service", "plain-sms", ChannelKind.SMS, "1", Set.of(), "");
        return new VendorAccount(
                any.name(),
                any.vendor(),
                any.kind(),
                Purpose.SERVICE,
                "",
                Set.of(),
                any.mode(),
                1,
                any.rateLimit(),
                any.price(),
                Map.of(),
                Map.of());
    }

    private static VendorAccount account(
            String name, String vendor, ChannelKind kind, String price, Set<String> countries, String scope) {
        return new VendorAccount(
                name,
                vendor,
                kind,
                null,
                scope,
                countries,
                Mode.SANDBOX,
                10,
                new RateLimit(10, RateLimit.Unit.MESSAGES),
                new Money(new BigDecimal(price), "CNY"),
                Map.of(),
                Map.of());
    }

    private static Adapters adapters() {
        return new Adapters(List.of(
                new PaperAdapter("plain-sms", ChannelKind.SMS, false),
                new PaperAdapter("bound-sms", ChannelKind.SMS, true),
                new PaperAdapter("plain-email", ChannelKind.EMAIL, false)));
    }

    /** Only answers questions about itself. */
    private record PaperAdapter(String vendor, ChannelKind kind, boolean isBound) implements ChannelAdapter {
        @Override
        public boolean needsBinding(VendorAccount account) {
            return isBound;
        }

        @Override
        public boolean observesDelivery(VendorAccount account) {
            return kind == ChannelKind.SMS;
        }

        @Override
        public SettingNames names() {
            return SettingNames.of(Set.of(), Set.of());
        }

        @Override
        public List<SettingProblem> check(VendorAccount account) {
            return List.of();
        }

        @Override
        public Sender open(VendorAccount account) {
            throw new IllegalArgumentException("Nothing is sent here");
        }

        @Override
        public ReceiptParser receipts() {
            throw new IllegalArgumentException("Nothing is reported here");
        }
    }
}
