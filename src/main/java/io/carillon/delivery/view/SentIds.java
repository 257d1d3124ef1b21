package io.carillon.delivery.view;

import io.carillon.channel.AccountEntry;
import io.carillon.channel.AccountStore;
import io.carillon.channel.Adapters;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.VendorAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ids under which vendors know messages where the vendor gives none and ours went along with the message, as a mail's
 * Message-ID. They follow from the attempt and its account, so no row keeps them: they are as the account's settings make them
 * now. Reads only.
 */
@ApplicationScoped
public class SentIds {
    /** States in which the message was, or may have been, handed over. */
    private static final Set<String> SENT = Set.of("accepted", "delivered", "read", "undelivered", "unknown");

    private final AccountStore accounts;
    private final Adapters adapters;

    public SentIds(AccountStore accounts, Adapters adapters) {
        this.accounts = accounts;
        this.adapters = adapters;
    }

    /** For one page; every account is looked up once. For one thread. */
    Page page() {
        return new Page();
    }

    /** The ids of one page of attempts. */
    final class Page {
        private final Map<String, Optional<VendorAccount>> known = new HashMap<>();

        /** The id of an attempt in that state; null where there is none, or the account can no longer tell. */
        @Nullable
        String of(AttemptKey key, String account, String state) {
            if (!SENT.contains(state)) {
                return null;
            }
            return known.computeIfAbsent(account, SentIds.this::sound)
                    .flatMap(found -> adapters.of(found.vendor()).messageId(found, key))
                    .orElse(null);
        }
    }

    /** The account, in use or not, if its adapter can still read it. */
    private Optional<VendorAccount> sound(String name) {
        return accounts.find(name)
                .map(AccountEntry::account)
                .filter(account -> adapters.find(account.vendor())
                        .filter(adapter -> adapter.check(account).isEmpty())
                        .isPresent());
    }
}
