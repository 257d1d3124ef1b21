package io.carillon.response;

import io.carillon.channel.Adapters;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorAccounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Accounts that are one login to their vendor, as for another signature, price or purpose. The vendor has one address for its reports and
 * tells there what became of the messages of all of them.
 */
@ApplicationScoped
class SharedLogins {
    private final VendorAccounts accounts;
    private final Adapters adapters;

    SharedLogins(VendorAccounts accounts, Adapters adapters) {
        this.accounts = accounts;
        this.adapters = adapters;
    }

    /** The accounts that a report at this one's address may speak of; itself among them. Empty when there is no such account. */
    List<VendorAccount> of(String name) {
        return accounts.heard(name)
                .map(account -> accounts.heard().stream()
                        .filter(other -> isSame(account, other))
                        .toList())
                .orElse(List.of());
    }

    /** Their names. */
    List<String> names(String name) {
        return of(name).stream().map(VendorAccount::name).toList();
    }

    private boolean isSame(VendorAccount account, VendorAccount other) {
        return account.name().equals(other.name())
                || (account.vendor().equals(other.vendor()) && login(account).equals(login(other)));
    }

    private String login(VendorAccount account) {
        return adapters.find(account.vendor())
                .map(adapter -> adapter.login(account))
                .orElse(account.name());
    }
}
