package io.carillon.channel;

import io.carillon.problem.Finding;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/**
 * An account that has sent keeps its vendor: reports and opt-outs of what has left come in under the account's name, and another
 * vendor would not understand them. Stateless.
 */
@Singleton
public class VendorChange {
    private final AccountStore store;
    private final List<AccountUse> uses;

    public VendorChange(AccountStore store, @All List<AccountUse> uses) {
        this.store = store;
        this.uses = uses;
    }

    /** What is wrong with putting this account in place of the one of its name. */
    List<Finding> findings(VendorAccount account, Locale language) {
        return store.find(account.name())
                .map(entry -> entry.account().vendor())
                .filter(before -> !before.equals(account.vendor()))
                .filter(before -> uses.stream().anyMatch(use -> use.hasSent(account.name())))
                .map(before -> List.of(AccountFields.error(
                        language,
                        "/vendor",
                        "account.vendorUsed",
                        account.vendor(),
                        account.name(),
                        before,
                        account.vendor())))
                .orElse(List.of());
    }
}
