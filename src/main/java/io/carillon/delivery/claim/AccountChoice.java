package io.carillon.delivery.claim;

import io.carillon.channel.Adapters;
import io.carillon.channel.Purpose;
import io.carillon.channel.VendorAccount;
import io.carillon.message.Form;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which account sends a form to an address: those whose purpose, scope and countries fit and for which the form has what the
 * account demands; the lowest rank that is up wins. A pure function of its arguments; immutable.
 */
final class AccountChoice {
    private final Adapters adapters;
    private final Purpose purpose;
    private final List<VendorAccount> byRank;
    private final Set<String> down;

    /**
     * @param accounts all enabled accounts of the channel
     * @param down names of accounts that are closed for a time
     */
    AccountChoice(Adapters adapters, Purpose purpose, List<VendorAccount> accounts, Set<String> down) {
        this.adapters = adapters;
        this.purpose = purpose;
        this.byRank = accounts.stream()
                .sorted(Comparator.comparingInt(VendorAccount::rank).thenComparing(VendorAccount::name))
                .toList();
        this.down = down;
    }

    /** The answer: an account, perhaps one that is closed now, or none at all. */
    sealed interface Choice {
        /**
         * The account.
         *
         * @param isLater whether it is closed, and so is every other one that fits
         */
        record Some(VendorAccount account, boolean isLater) implements Choice {}

        record None() implements Choice {}
    }

    Choice choose(Form form, String scope, @Nullable String region) {
        VendorAccount firstDown = null;
        for (VendorAccount account : byRank) {
            if (fits(account, form, scope, region)) {
                if (!down.contains(account.name())) {
                    return new Choice.Some(account, false);
                }
                firstDown = firstDown == null ? account : firstDown;
            }
        }
        return firstDown == null ? new Choice.None() : new Choice.Some(firstDown, true);
    }

    private boolean fits(VendorAccount account, Form form, String scope, @Nullable String region) {
        boolean hasForm = !adapters.of(account.vendor()).needsBinding(account) || form.hasBinding(account.name());
        return account.serves(purpose) && account.reaches(scope, region) && hasForm;
    }
}
