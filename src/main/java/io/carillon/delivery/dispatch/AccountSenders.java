package io.carillon.delivery.dispatch;

import io.carillon.channel.Adapters;
import io.carillon.channel.Sender;
import io.carillon.channel.VendorAccount;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
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
        void close() {
            threads.submit(sender::close);
            threads.shutdown();
        }
    }

    /** The opened account, opened now where it was not. */
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
        Opened fresh = new Opened(
                account, sender, Executors.newFixedThreadPool(sender.concurrency(), threadNames(account.name())));
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
