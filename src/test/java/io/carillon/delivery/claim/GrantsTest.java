package io.carillon.delivery.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.dispatch.Dispatcher;
import io.carillon.delivery.settle.BatchPlan;
import io.carillon.delivery.settle.Settler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A WeChat subscribe message takes one grant of the person, in the claim, and gives it back only when it certainly did not leave. */
@QuarkusTest
class GrantsTest extends TownTest {
    @Inject
    Dispatcher dispatcher;

    @Inject
    Settler settler;

    @Inject
    Sql sql;

    @Test
    void theClaimUsesAGrantAndWhoHasNoneGoesOn() {
        long ann = town.person("ann");
        String rich = town.openid(ann, "-ann", 2);
        long bob = town.person("bob");
        String poor = town.openid(bob, "-bob", 0);
        String mailbox = town.mailbox(bob, "bob");
        town.launchOverWechat();

        town.work();

        assertThat(town.wechat.addresses()).containsExactly(rich);
        assertThat(town.email.addresses()).containsExactly(mailbox);
        assertThat(town.grants(rich)).isEqualTo(1);
        assertThat(town.grants(poor)).isZero();
    }

    @Test
    void whatWasNotSentGivesItsGrantBack() {
        long ann = town.person("ann");
        String openid = town.openid(ann, "-ann", 1);
        town.wechat.answer("*", message -> new SendResult.NotSent(Reason.VENDOR_DOWN, "", Duration.ofSeconds(30)));
        town.launchOverWechat();
        town.work();
        assertThat(town.grants(openid)).isEqualTo(1);

        town.wechat.forget();
        sql.update("update vendor_account set closed_until = null where name = 'bubble'");
        town.clockBy(Duration.ofMinutes(2));
        town.work();

        assertThat(town.wechat.addresses()).containsExactly(openid);
        assertThat(town.grants(openid)).isZero();
    }

    @Test
    void valuesThatAreNotTakenGiveTheGrantBackAndLeadOn() {
        String odd = town.openid(town.person("ann"), "-ann", 1);
        String other = town.openid(town.person("bob"), "-bob", 1);
        town.wechat.answer(
                odd, message -> new SendResult.Blocked(Reason.TEMPLATE, "47003", SendResult.Meant.US_OR_VALUES));
        town.launchOverWechat();

        town.work();
        town.clockBy(Duration.ofMinutes(6));
        town.work();

        assertThat(town.wechat.addresses()).containsExactly(other);
        assertThat(town.attempts()).containsEntry("wechat refused", 1L);
        assertThat(town.grants(odd)).isEqualTo(1);
        assertThat(town.grants(other)).isZero();
    }

    @Test
    void aDoubtKeepsItsGrant() {
        long ann = town.person("ann");
        String openid = town.openid(ann, "-ann", 1);
        town.wechat.answer("*", message -> new SendResult.Unknown(Reason.TIME_OUT, ""));
        town.launchOverWechat();

        town.work();

        assertThat(town.grants(openid)).isZero();
    }

    @Test
    void twoRunsThatWantTheLastGrantSendOneMessage() throws Exception {
        long ann = town.person("ann");
        String openid = town.openid(ann, "-ann", 1);
        String mailbox = town.mailbox(ann, "ann");
        long first = town.launchOverWechat();
        long second = town.launchOverWechat();
        settler.settle(first, 1, town.now());
        settler.settle(second, 1, town.now());

        CompletableFuture<?> one = CompletableFuture.runAsync(() -> dispatch(first));
        CompletableFuture<?> other = CompletableFuture.runAsync(() -> dispatch(second));
        CompletableFuture.allOf(one, other).get(60, TimeUnit.SECONDS);

        assertThat(town.wechat.addresses()).containsExactly(openid);
        assertThat(town.grants(openid)).isZero();
        for (long run : new long[] {first, second}) {
            BatchPlan plan = settler.settle(run, 1, town.now());
            plan.due()
                    .forEach(
                            due -> dispatcher.dispatch(run, 1, ChannelKind.of(due.channel()), town.now(), soFar -> {}));
        }
        assertThat(town.email.addresses()).containsExactly(mailbox);
        assertThat(town.attempts().keySet()).allMatch(state -> state.endsWith("accepted"));
    }

    @Test
    void whoeverUnfollowedIsNotWrittenTo() {
        long ann = town.person("ann");
        town.openid(ann, "-ann", 1);
        town.launchOverWechat();
        town.settle();
        town.consent(ann, "wechat", "withdrawn");

        town.dispatch(ChannelKind.WECHAT);
        town.work();

        assertThat(town.wechat.taken()).isEmpty();
        assertThat(town.states()).containsOnly(entry("failed no_address", 1L));
    }

    private void dispatch(long run) {
        dispatcher.dispatch(run, 1, ChannelKind.WECHAT, town.now(), soFar -> {});
    }
}
