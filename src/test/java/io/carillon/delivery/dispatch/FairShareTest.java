package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A slow account is shared by campaign, however many batches each of them has, also beside an account that has nothing to do. */
@QuarkusTest
class FairShareTest extends TownTest {
    private static final int PEOPLE = 120;
    private static final int BATCHES_OF_THE_LARGE_ONE = 4;
    private static final int A_SECOND = 4;
    private static final Duration LONG = Duration.ofSeconds(10);

    @Inject
    Sql sql;

    @Inject
    VendorAccounts accounts;

    @Inject
    Dispatcher dispatcher;

    @AfterEach
    void leave() {
        sql.update("delete from vendor_account where name = 'ring-2'");
        accounts.forget();
    }

    @Test
    void aCampaignOfOneBatchGetsAsMuchOfASlowAccountAsOneOfMany() throws Exception {
        town.people(PEOPLE);
        town.accountAbroad(
                "ring-2",
                A_SECOND,
                "US",
                IntStream.range(0, PEOPLE).mapToObj(i -> "p" + i).toArray(String[]::new));
        long large = town.launch("");
        town.settle();
        split(large);
        long small = town.launch("");
        town.settle();
        long end = System.nanoTime() + LONG.toNanos();
        ExecutorService workers = Executors.newCachedThreadPool();
        List<Future<?>> dispatches = new ArrayList<>();
        for (int batch = 1; batch <= BATCHES_OF_THE_LARGE_ONE; batch++) {
            int no = batch;
            dispatches.add(workers.submit(() -> dispatch(large, no, end)));
        }
        dispatches.add(workers.submit(() -> dispatch(small, 1, end)));
        for (Future<?> dispatch : dispatches) {
            dispatch.get();
        }
        workers.shutdown();

        int ofLarge = sent(large);
        int ofSmall = sent(small);
        assertThat(ofLarge + ofSmall).as("too few tell nothing").isGreaterThan(A_SECOND);
        // Half of it, less what it misses while it is busy with what it got; by batch it would be a fifth.
        assertThat(ofSmall).as("beside " + ofLarge).isGreaterThan((ofLarge + ofSmall) / 3);
    }

    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** As a batch's workflow does: again and again. */
    private void dispatch(long run, int batch, long end) {
        try {
            while (System.nanoTime() < end) {
                dispatcher.dispatch(run, batch, ChannelKind.SMS, town.now(), soFar -> {
                    if (System.nanoTime() > end) {
                        throw new Over();
                    }
                });
            }
        } catch (Over over) {
            // It was stopped, as it was to be.
        }
    }

    private void split(long run) {
        for (int batch = 2; batch <= BATCHES_OF_THE_LARGE_ONE; batch++) {
            sql.update("""
                    insert into batch (run_id, no, zone, people, stage)
                    select run_id, ?, zone, people, stage from batch where run_id = ? and no = 1""", batch, run);
        }
        sql.update("update delivery set batch_no = 1 + id % ? where run_id = ?", BATCHES_OF_THE_LARGE_ONE, run);
    }

    private int sent(long run) {
        return sql.one(
                "select count(*) from attempt where run_id = ? and account = 'ring-2' and state <> 'not_sent'",
                row -> row.getInt(1),
                run);
    }
}
