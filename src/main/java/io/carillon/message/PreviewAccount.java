package io.carillon.message;

import io.carillon.channel.Adapters;
import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.Purpose;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorAccounts;
import io.carillon.problem.Finding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The account a preview was asked for, or the one that would send, which speaks for its own channel only.
 *
 * @param channel what it sends
 * @param needsBinding whether it sends approved templates alone
 */
record PreviewAccount(String name, String channel, boolean needsBinding) {
    private static final int LONGEST_SHOWN = 60;

    /**
     * The account of that name.
     *
     * @param channel the only one asked for; null for all
     * @return empty where there is none, or it sends on another channel; then the findings say so
     */
    static Optional<PreviewAccount> find(
            String name,
            @Nullable String channel,
            VendorAccounts accounts,
            Adapters adapters,
            List<Finding> findings,
            Sentences sentences) {
        VendorAccount account = accounts.find(name).orElse(null);
        ChannelAdapter adapter =
                account == null ? null : adapters.find(account.vendor()).orElse(null);
        if (account == null || adapter == null) {
            String known = String.join(
                    ", ", accounts.all().stream().map(VendorAccount::name).toList());
            findings.add(sentences.error("/account", shown(name), "unknown_account.preview", known));
            return Optional.empty();
        }
        if (channel != null && !adapter.channel().equals(channel)) {
            findings.add(sentences.error("/account", shown(name), "other_channel", name, adapter.channel(), channel));
            return Optional.empty();
        }
        return Optional.of(new PreviewAccount(name, adapter.channel(), adapter.needsBinding(account)));
    }

    /** Who would send the form to the first of these addresses to which anybody can; empty where nobody would. */
    static Optional<PreviewAccount> likely(
            Form form,
            List<PersonReader.Place> places,
            Purpose purpose,
            List<VendorAccount> byRank,
            Adapters adapters) {
        for (PersonReader.Place place : places) {
            for (VendorAccount account : byRank) {
                Optional<PreviewAccount> one = adapters.find(account.vendor())
                        .map(adapter ->
                                new PreviewAccount(account.name(), adapter.channel(), adapter.needsBinding(account)))
                        .filter(found -> found.channel().equals(form.channel()) && !found.isKeptFrom(form));
                if (one.isPresent() && account.serves(purpose) && account.reaches(place.scope(), place.region())) {
                    return one;
                }
            }
        }
        return Optional.empty();
    }

    private static String shown(String name) {
        return name.substring(0, Math.min(LONGEST_SHOWN, name.length()));
    }

    /** Whether the form lacks the template that the account demands. */
    boolean isKeptFrom(Form form) {
        return form.channel().equals(channel) && needsBinding && !form.hasBinding(name);
    }

    /** Whose approved template the form goes out with; null for free text. */
    @Nullable
    String binding(Form form) {
        return form.channel().equals(channel) && needsBinding ? name : null;
    }
}
