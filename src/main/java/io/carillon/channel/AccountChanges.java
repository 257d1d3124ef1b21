package io.carillon.channel;

import io.carillon.access.Audit;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.Map;

/** Changes of accounts, each written down and told to whoever waits for one. Stateless; joins the caller's transaction. */
@Singleton
public class AccountChanges {
    private final AccountStore store;
    private final Closures closures;
    private final Event<AccountOpened> opened;
    private final Event<AccountDisabled> disabled;
    private final Audit audit;

    public AccountChanges(
            AccountStore store,
            Closures closures,
            Event<AccountOpened> opened,
            Event<AccountDisabled> disabled,
            Audit audit) {
        this.store = store;
        this.closures = closures;
        this.opened = opened;
        this.disabled = disabled;
        this.audit = audit;
    }

    /** Adds an account or puts it in place of the one of its name; answers whether that changed anything. */
    boolean put(VendorAccount account, Map<String, String> secretNames, String actor) {
        if (!store.put(account, secretNames, actor)) {
            return false;
        }
        record(actor, "put", account.name(), Map.of("vendor", account.vendor()));
        closures.open(account.name());
        opened.fire(new AccountOpened(account.name(), account.kind(), true));
        return true;
    }

    /** Takes an account out of use; answers whether it was in use. */
    boolean disable(String name, ChannelKind channel, String actor) {
        if (!store.disable(name, actor)) {
            return false;
        }
        disabled.fire(new AccountDisabled(name, channel));
        record(actor, "disable", name, Map.of());
        return true;
    }

    /** Opens an account that is closed for a time. */
    void open(VendorAccount account, String actor) {
        if (closures.open(account.name())) {
            opened.fire(new AccountOpened(account.name(), account.kind(), false));
            record(actor, "open", account.name(), Map.of());
        }
    }

    private void record(String actor, String change, String name, Map<String, String> details) {
        audit.record(actor, change, "account:" + name, details);
    }
}
