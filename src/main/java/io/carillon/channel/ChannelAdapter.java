package io.carillon.channel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One vendor product. A CDI bean ({@code @ApplicationScoped}), stateless: what lives as long as an account's settings do
 * belongs into the {@link Sender} it opens.
 */
public interface ChannelAdapter {

    /** The vendor's name as accounts and hook paths give it, such as {@code twilio}. */
    String vendor();

    /** What it sends. */
    ChannelKind kind();

    /** The channel as figures name it; differs from the kind only for the sub-kinds of WeChat. */
    default String channel() {
        return kind().id();
    }

    /** Whether forms need an approved template at this account, instead of free text. */
    default boolean needsBinding(VendorAccount account) {
        return false;
    }

    /** Whether this account is told that a message arrived; {@code waitFor} is refused where it is not. */
    boolean observesDelivery(VendorAccount account);

    /** What its accounts may set. Whoever writes an account with anything else is told so. */
    SettingNames names();

    /**
     * What is wrong with an account's settings and secrets; empty when it can be opened.
     * Makes no call.
     */
    List<SettingProblem> check(VendorAccount account);

    /**
     * Opens the account. Makes no call yet.
     *
     * @throws IllegalArgumentException when {@link #check} finds something
     */
    Sender open(VendorAccount account);

    /**
     * The account, if {@link #check} finds nothing in it.
     *
     * @throws IllegalArgumentException with what it finds
     */
    default VendorAccount sound(VendorAccount account) {
        List<SettingProblem> problems = check(account);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Account " + account.name() + " cannot be opened: "
                    + problems.stream().map(SettingProblem::toString).collect(Collectors.joining("; ")));
        }
        return account;
    }

    /**
     * The id under which an attempt's message went out, where it is ours and the vendor gives none of its own: a mail's
     * Message-ID. Makes no call.
     *
     * @param account one in which {@link #check} finds nothing
     */
    default Optional<String> messageId(VendorAccount account, AttemptKey key) {
        return Optional.empty();
    }

    /**
     * Whom the vendor takes an account for when it reports. Accounts of one login are told of each other's messages, as a vendor has one
     * address for the reports of a login, whatever we call it. By its name alone, an account shares with nobody.
     */
    default String login(VendorAccount account) {
        return account.name();
    }

    /** How this vendor is asked for messages in doubt; empty where it cannot be asked. */
    default Optional<LookUp> lookUp() {
        return Optional.empty();
    }

    /** Reads what this vendor posts to {@code /hooks/{vendor}/{account}}. */
    ReceiptParser receipts();
}
