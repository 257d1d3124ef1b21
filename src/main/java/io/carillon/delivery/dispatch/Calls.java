package io.carillon.delivery.dispatch;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.ClaimedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The calls that a claim's messages are handed over in, side by side. One thread asks for them at a time. */
final class Calls {
    private static final Logger LOG = Logger.getLogger(Calls.class);

    private final List<Call> all;
    private List<Call> out;

    Calls(List<Call> all) {
        this.all = all;
        this.out = all;
    }

    /**
     * A call, or a few one after the other.
     *
     * @param begun open until a thread has taken it up
     */
    record Call(
            AccountSenders.Opened opened,
            List<ClaimedMessage> messages,
            CountDownLatch begun,
            Future<List<SendResult>> results) {}

    /** Whether all come back within that time. */
    boolean areThrough(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        for (Call call : out) {
            try {
                call.results().get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                return false;
            } catch (ExecutionException broken) {
                // It is through as well; what broke is told with its answers.
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return true;
    }

    /** What came back since this was last asked. */
    List<Answered> news() {
        List<Call> through =
                out.stream().filter(call -> call.results().isDone()).toList();
        out = out.stream().filter(call -> !through.contains(call)).toList();
        return answers(through);
    }

    /** What all of them came to; waits for those that are out. */
    List<Answered> answers() {
        return answers(all);
    }

    /** What those came to that are not out, as {@link #news} last saw it. */
    List<Answered> answersSoFar() {
        return answers(all.stream().filter(call -> !out.contains(call)).toList());
    }

    /** Whether none waits for a thread any more. */
    boolean haveBegun() {
        return out.stream().allMatch(call -> call.begun().getCount() == 0);
    }

    /** How many are out, by account. */
    Map<AccountSenders.Opened, Integer> out() {
        Map<AccountSenders.Opened, Integer> calls = new LinkedHashMap<>();
        out.forEach(call -> calls.merge(call.opened(), 1, Integer::sum));
        return calls;
    }

    /** How many messages are out. */
    int messagesOut() {
        return out.stream().mapToInt(call -> call.messages().size()).sum();
    }

    private static List<Answered> answers(List<Call> calls) {
        List<Answered> answered = new ArrayList<>();
        for (Call call : calls) {
            List<SendResult> results = await(call);
            for (int i = 0; i < call.messages().size(); i++) {
                answered.add(new Answered(call.messages().get(i), results.get(i)));
            }
        }
        return answered;
    }

    private static List<SendResult> await(Call call) {
        int asked = call.messages().size();
        try {
            List<SendResult> results = call.results().get();
            if (results.size() == asked) {
                return results;
            }
            LOG.errorf(
                    "adapter of %s answered %d of %d messages",
                    call.opened().account().name(), results.size(), asked);
        } catch (ExecutionException broken) {
            // An adapter never throws by contract; when one does, nobody knows what left.
            LOG.errorf(
                    broken.getCause(),
                    "adapter of %s threw",
                    call.opened().account().name());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return Collections.nCopies(asked, new SendResult.Unknown(Reason.VENDOR_ERROR, ""));
    }
}
