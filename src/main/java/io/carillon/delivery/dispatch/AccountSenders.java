package io.carillon.delivery.dispatch;

import io.carillon.channel.Adapters;
import io.carillon.channel.Sender;
import io.carillon.channel.VendorAccount;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The opened accounts of this process, each with a pool of as many threads as pay off for it. An account whose settings changed
 * is opened anew; the old one is closed when its last call has ended. One that cannot be opened stops its channel as a vendor's
 * no to us does: nobody goes on to another channel for it, and no other account waits for it.
 */
@ApplicationScoped
public class AccountSenders {
    private static final Logger LOG = Logger.getLogger(AccountSenders.class);

    private final Adapters adapters;
    private final Map<String, Opened> opened = new HashMap<>();

    public AccountSenders(Adapters adapters) {
        this.adapters = adapters;
    }

    /** An opened account: who sends, and on which threads. */
    record Opened(VendorAccount account, Sender sender, ExecutorService threads) {
        /** Takes no further call, lets those that it has come to their end, and then closes the sender. */
        void close() {
            threads.shutdown();
        }
    }

    /** Threads of a sender, which is closed when the last of its calls has ended. */
    private static final class SenderThreads extends ThreadPoolExecutor {
        private final Sender sender;

        SenderThreads(VendorAccount account, Sender sender) {
            super(
                    sender.concurrency(),
                    sender.concurrency(),
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    threadNames(account.name()));
            this.sender = sender;
        }

        @Override
        protected void terminated() {
            sender.close();
        }
    }

    /** Hands calls to the account's threads, opened now where it was not; nobody closes it before they have taken them. */
    synchronized <T> T handOver(VendorAccount account, Function<Opened, T> calls) {
        return calls.apply(of(account));
    }

    /** The opened account, to ask what it takes; it may be closed at any time. */
    synchronized Opened of(VendorAccount account) {
        Opened known = opened.get(account.name());
        if (known != null && known.account().equals(account)) {
            return known;
        }
        if (known != null) {
            LOG.infof("account %s changed: opened anew", account.name());
            known.close();
        }
        Sender sender = open(account);
        Opened fresh = new Opened(account, sender, new SenderThreads(account, sender));
        opened.put(account.name(), fresh);
        return fresh;
    }

    /** Opens it, or puts one in its place that says of every message that the account has to be mended. */
    private Sender open(VendorAccount account) {
        try {
            return adapters.of(account.vendor()).open(account);
        } catch (RuntimeException wrong) {
            LOG.errorf(
                    "account %s cannot be opened, and what it should send waits: %s",
                    account.name(), wrong.getMessage());
            return new UnopenedSender();
        }
    }

    @PreDestroy
    synchronized void close() {
        opened.values().forEach(Opened::close);
        opened.clear();
    }

    private static ThreadFactory threadNames(String account) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "send-" + account + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
