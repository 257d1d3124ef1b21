package io.carillon.campaign;

import io.carillon.channel.Adapters;
import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.channel.VendorAccount;
import io.carillon.message.Form;
import io.carillon.message.Forms;
import io.carillon.segment.Standing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that may carry a purpose, and which one would send a form to a person. It foretells what the claim decides;
 * whether an account is up at that moment is not asked.
 */
final class ChannelAccounts {
    private final List<Usable> usable;

    /** An account with its adapter. */
    record Usable(VendorAccount account, ChannelAdapter adapter) {}

    /**
     * Who would send what.
     *
     * @param binding the account whose approved template goes out, which is its own; null where the free text does
     */
    record Candidate(
            VendorAccount account, Form form, @Nullable String binding) {}

    ChannelAccounts(List<VendorAccount> accounts, Adapters adapters, Purpose purpose) {
        // Lowest rank first, as the accounts come.
        this.usable = accounts.stream()
                .filter(account -> account.serves(purpose))
                .flatMap(account ->
                        adapters.find(account.vendor()).stream().map(adapter -> new Usable(account, adapter)))
                .toList();
    }

    /** Those of a channel, lowest rank first. */
    List<Usable> of(ChannelKind kind) {
        return usable.stream().filter(one -> one.account().kind() == kind).toList();
    }

    /** The account of that name. */
    Optional<Usable> named(String name) {
        return usable.stream().filter(one -> one.account().name().equals(name)).findFirst();
    }

    /** Who would send to people who stand like this and have this locale. */
    Optional<Candidate> candidate(ChannelKind kind, Forms forms, String locale, Standing standing) {
        for (Usable one : of(kind)) {
            Optional<Form> form = forms.choose(one.adapter().channel(), locale.isEmpty() ? null : locale);
            if (form.isPresent()
                    && canSend(one, form.get())
                    && one.account().reaches(standing.scope(), standing.region())) {
                return Optional.of(candidate(one, form.get()));
            }
        }
        return Optional.empty();
    }

    /** Everybody who would send some form to somebody. */
    List<Candidate> candidates(ChannelKind kind, Forms forms) {
        return of(kind).stream()
                .flatMap(one -> forms.forms().stream()
                        .filter(form -> form.channel().equals(one.adapter().channel()) && canSend(one, form))
                        .map(form -> candidate(one, form)))
                .toList();
    }

    private static Candidate candidate(Usable one, Form form) {
        boolean isBound = one.adapter().needsBinding(one.account());
        return new Candidate(one.account(), form, isBound ? one.account().name() : null);
    }

    /** Whether the form has what the account demands. */
    static boolean canSend(Usable one, Form form) {
        return !one.adapter().needsBinding(one.account())
                || form.hasBinding(one.account().name());
    }
}
