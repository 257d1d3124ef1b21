package io.carillon.channel;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The vendor accounts in use, with their secrets. Kept for {@link #KEPT}, so a change by another process is seen within
 * that time. Used by many threads.
 *
 * <p>A {@link VendorAccount} is a value: whoever keeps a {@link Sender} open compares the account it was opened with to the
 * one found now, and opens anew when they differ.
 */
@Singleton
public class VendorAccounts {
    /** How old an answer may be. */
    public static final Duration KEPT = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(VendorAccounts.class);
    private static final String ALL = "all";

    private final AccountRules rules;
    private final LoadingCache<String, Map<String, VendorAccount>> kept;
    private final LoadingCache<String, Map<String, VendorAccount>> heard;

    public VendorAccounts(AccountStore store, AccountRules rules) {
        this.rules = rules;
        this.kept = Caffeine.newBuilder().expireAfterWrite(KEPT).build(all -> load(store.enabled()));
        this.heard = Caffeine.newBuilder().expireAfterWrite(KEPT).build(all -> load(store.all()));
    }

    /** The account of that name; empty when there is none, or it is disabled or refused here. */
    public Optional<VendorAccount> find(String name) {
        return Optional.ofNullable(kept.get(ALL).get(name));
    }

    /** The same, also where it was taken out of use: what its vendor has to say of messages that left before is heard. */
    public Optional<VendorAccount> heard(String name) {
        return Optional.ofNullable(heard.get(ALL).get(name));
    }

    /** All that are heard. */
    public List<VendorAccount> heard() {
        return List.copyOf(heard.get(ALL).values());
    }

    /** All, the lowest rank first, then by name. */
    public List<VendorAccount> all() {
        return List.copyOf(kept.get(ALL).values());
    }

    /** Those of a channel kind, the lowest rank first, then by name. */
    public List<VendorAccount> of(ChannelKind kind) {
        return all().stream().filter(account -> account.kind() == kind).toList();
    }

    /** Forgets what it kept; call after a change is committed. */
    public void forget() {
        kept.invalidateAll();
        heard.invalidateAll();
    }

    private Map<String, VendorAccount> load(List<AccountEntry> entries) {
        Map<String, VendorAccount> accounts = new LinkedHashMap<>();
        for (AccountEntry entry : entries) {
            VendorAccount account = entry.account();
            // another process may run in another mode on this database: never send by an account that this one refuses
            if (rules.fitsHere(account, Locale.ENGLISH).isEmpty()) {
                accounts.put(account.name(), account);
            } else {
                LOG.warnf("Account %s is not used here: it is %s", account.name(), account.mode());
            }
        }
        return accounts;
    }
}
