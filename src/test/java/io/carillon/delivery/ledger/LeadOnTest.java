package io.carillon.delivery.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A channel is over when nothing on it is left to try, and not before. */
@QuarkusTest
class LeadOnTest extends TownTest {
    private static final SendResult PUT_OFF = new SendResult.NotSent(Reason.DEFERRED, "", Duration.ofHours(1));

    @Inject
    Sql sql;

    @Inject
    LeadOn leadOn;

    @Test
    void whoseLastAddressDiesWhileItIsPutOffGoesOn() {
        long ann = town.person("ann");
        String first = town.phone(ann, "-1");
        String second = town.phone(ann, "-2");
        String mailbox = town.mailbox(ann, "ann");
        town.sms.answer(second, message -> new SendResult.Refused(Reason.INVALID_ADDRESS, "21211"));
        town.sms.answer(first, message -> PUT_OFF);
        long run = town.launch("");
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms refused", 1L), entry("sms not_sent", 1L));

        // By what somebody else's message said of it.
        sql.update(
                "update address set status = 'invalid', status_at = now() where profile_id = ?" + " and kind = 'phone'",
                ann);
        sql.update("update delivery set due_at = carillon_now() where run_id = ?", run);
        town.dispatch(ChannelKind.SMS);
        town.work();

        assertThat(town.email.addresses()).containsExactly(mailbox);
        assertThat(town.states()).containsOnly(entry("sent", 1L));
        town.assertSum();
    }

    @Test
    void aMessageOfTheSameClaimThatWasOnlyPutOffKeepsThePersonOnTheChannel() {
        long ann = town.person("ann");
        town.phone(ann, "-1");
        town.phone(ann, "-2");
        town.sms.answer("*", message -> PUT_OFF);
        long run = town.launch("");
        town.settle();
        town.dispatch(ChannelKind.SMS);
        town.otherAddressRefused(run, ann);

        assertThat(marked(run)).isEmpty();

        sql.update("update attempt set claim_token = ? where run_id = ? and no = 1", UUID.randomUUID(), run);
        assertThat(marked(run)).hasSize(1);
    }

    private Set<Long> marked(long run) {
        Long[] all = sql.list("select id from delivery where run_id = ?", row -> row.getLong(1), run)
                .toArray(Long[]::new);
        return QuarkusTransaction.requiringNew().call(() -> leadOn.mark(run, all));
    }
}
