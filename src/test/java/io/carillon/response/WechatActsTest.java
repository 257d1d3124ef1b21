package io.carillon.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.database.TestDatabase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two processes hear of the same people at once, of each something else. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class WechatActsTest extends ReportedPersonTest {
    private static final int ROUNDS = 60;

    @Inject
    WechatActs acts;

    @Test
    void nobodyWaitsForAnotherInACircle() throws Exception {
        VendorAccount fans = accounts.find("fans").orElseThrow();
        for (int round = 0; round < ROUNDS; round++) {
            String one = openid + "-one-" + round;
            String other = openid + "-other-" + round;
            CyclicBarrier start = new CyclicBarrier(2);

            CompletableFuture.allOf(apply(fans, start, one, other), apply(fans, start, other, one))
                    .get(60, TimeUnit.SECONDS);
        }
        long known = sql.one(
                "select count(*) from wechat_contact where is_following and last_interaction_at = ? and updated_at = ?",
                row -> row.getLong(1),
                T2,
                T1);
        assertThat(known).isEqualTo(2 * ROUNDS);
    }

    private CompletableFuture<?> apply(VendorAccount account, CyclicBarrier start, String follower, String writer) {
        List<VendorReport> reports = List.of(
                new VendorReport.Follow(follower + "f", follower, true, T1),
                new VendorReport.Interaction(writer + "i", writer, T2));
        return CompletableFuture.runAsync(() -> {
            try {
                start.await();
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
            QuarkusTransaction.requiringNew().run(() -> acts.apply(account, reports));
        });
    }
}
