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
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The calls that a claim's messages are handed over in, side by side. One thread asks for them at a time. */
final class Calls {
    private static final Logger LOG = Logger.getLogger(Calls.class);
    private static final SendResult NOBODY_KNOWS = new SendResult.Unknown(Reason.VENDOR_ERROR, "");

    private final List<Call> all;

    Calls(List<Call> all) {
        this.all = all;
    }

    /** A call, or a few that a thread makes one after the other. */
    static final class Call {
        private final AccountSenders.Opened opened;
        private final List<ClaimedMessage> messages;
        private final List<SendResult> results = new ArrayList<>();
        /** When each of them came. */
        private final List<Long> times = new ArrayList<>();

        private boolean hasBegun;

        private @Nullable Future<?> end;
        /** How many of the results are known to whoever asks. */
        private int told;

        Call(AccountSenders.Opened opened, List<ClaimedMessage> messages) {
            this.opened = opened;
            this.messages = messages;
        }

        List<ClaimedMessage> messages() {
            return messages;
        }

        /** Who makes it; to be said before anybody asks. */
        void isThrough(Future<?> end) {
            this.end = end;
        }

        /** A thread has taken it up. */
        synchronized void begin() {
            hasBegun = true;
        }

        /** The next messages were answered. */
        synchronized void answered(List<SendResult> next) {
            results.addAll(next);
            times.addAll(Collections.nCopies(next.size(), System.nanoTime()));
        }

        private synchronized long time(int index) {
            return times.get(index);
        }

        private synchronized boolean hasBegun() {
            return hasBegun;
        }

        private synchronized List<SendResult> results(int from) {
            return List.copyOf(results.subList(from, Math.max(from, Math.min(messages.size(), results.size()))));
        }

        private Future<?> end() {
            return Objects.requireNonNull(end);
        }

        private boolean isOut() {
            return told < messages.size();
        }

        /** Waits for its end; an adapter that threw, or forgot some, leaves doubts. */
        private void await() {
            try {
                end().get();
                if (results(0).size() < messages.size()) {
                    LOG.errorf(
                            "adapter of %s answered %d of %d messages",
                            opened.account().name(), results(0).size(), messages.size());
                }
            } catch (ExecutionException broken) {
                // An adapter never throws by contract; when one does, nobody knows what left.
                LOG.errorf(
                        broken.getCause(),
                        "adapter of %s threw",
                        opened.account().name());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        private List<Answered> answers(int from) {
            List<SendResult> known = results(from);
            List<Answered> answered = new ArrayList<>();
            for (int i = 0; i < known.size(); i++) {
                answered.add(new Answered(messages.get(from + i), known.get(i)));
            }
            return answered;
        }
    }

    /** Whether all come back within that time. */
    boolean areThrough(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        for (Call call : all) {
            try {
                call.end().get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
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

    /** What was answered since this was last asked. */
    List<Answered> news() {
        List<Answered> news = new ArrayList<>();
        for (Call call : all) {
            List<Answered> own = call.answers(call.told);
            call.told += own.size();
            news.addAll(own);
        }
        return news;
    }

    /** What {@link #news} told so far. */
    List<Answered> answersSoFar() {
        return all.stream()
                .flatMap(call -> call.answers(0).subList(0, call.told).stream())
                .toList();
    }

    /** What all of them came to; waits for those that are out. */
    List<Answered> answers() {
        List<Answered> answered = new ArrayList<>();
        for (Call call : all) {
            call.await();
            List<Answered> own = call.answers(0);
            answered.addAll(own);
            call.messages.stream()
                    .skip(own.size())
                    .forEach(message -> answered.add(new Answered(message, NOBODY_KNOWS)));
        }
        return answered;
    }

    /** What all of them were answered, in the order in which it came; of those that are through. */
    List<Answered> inOrder() {
        List<Timed> timed = new ArrayList<>();
        for (Call call : all) {
            List<Answered> own = call.answers(0);
            for (int i = 0; i < own.size(); i++) {
                timed.add(new Timed(own.get(i), call.time(i)));
            }
        }
        // The clock may begin anywhere, so its times are only compared by how far they are apart.
        timed.sort((one, other) -> Long.signum(one.time() - other.time()));
        return timed.stream().map(Timed::answered).toList();
    }

    private record Timed(Answered answered, long time) {}

    /** Whether none waits for a thread any more. */
    boolean haveBegun() {
        return all.stream().allMatch(Call::hasBegun);
    }

    /** How many are out, by account, as {@link #news} last saw it. */
    Map<AccountSenders.Opened, Integer> out() {
        Map<AccountSenders.Opened, Integer> calls = new LinkedHashMap<>();
        all.stream().filter(Call::isOut).forEach(call -> calls.merge(call.opened, 1, Integer::sum));
        return calls;
    }

    /** How many messages are out, as {@link #news} last saw it. */
    int messagesOut() {
        return all.stream().mapToInt(call -> call.messages.size() - call.told).sum();
    }
}
