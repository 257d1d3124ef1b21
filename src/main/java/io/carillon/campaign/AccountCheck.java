package io.carillon.campaign;

import io.carillon.campaign.ChannelAccounts.Usable;
import io.carillon.channel.VendorAccount;
import io.carillon.message.Form;
import io.carillon.message.Forms;
import io.carillon.problem.FindingList;
import java.util.List;
import java.util.stream.Collectors;

/** Holds a policy and its forms against the accounts there are. */
final class AccountCheck {
    private final ChannelAccounts usable;
    private final ChannelPolicy policy;
    private final FindingList findings;

    AccountCheck(ChannelAccounts usable, ChannelPolicy policy, FindingList findings) {
        this.usable = usable;
        this.policy = policy;
        this.findings = findings;
    }

    /** Tells what is missing; {@code all} are the accounts of every purpose, to judge names by. */
    void check(Forms forms, List<VendorAccount> all) {
        boolean isAnySendable = false;
        for (int i = 0; i < policy.steps().size(); i++) {
            ChannelPolicy.Step step = policy.steps().get(i);
            boolean isSendable = isSendable(step, i, forms);
            isAnySendable = isAnySendable || isSendable;
            checkWait(step);
        }
        if (!isAnySendable) {
            findings.error("/channels/order", "no_account_at_all", null, null);
        }
        checkBindings(forms, all.stream().map(VendorAccount::name).toList());
    }

    private boolean isSendable(ChannelPolicy.Step step, int position, Forms forms) {
        String place = "/channels/order/" + position;
        String channel = step.kind().id();
        List<Usable> accounts = usable.of(step.kind());
        if (accounts.isEmpty()) {
            findings.warning(place, "no_account_for_channel", channel);
            return false;
        }
        boolean isSendable = accounts.stream()
                .anyMatch(one -> forms.forms().stream()
                        .filter(form -> form.channel().equals(one.adapter().channel()))
                        .anyMatch(form -> ChannelAccounts.canSend(one, form)));
        if (isSendable) {
            tellUnbound(accounts, forms);
        } else {
            String names = accounts.stream().map(one -> one.account().name()).collect(Collectors.joining(", "));
            findings.warning(place, "no_form_for_accounts", channel, names);
        }
        return isSendable;
    }

    /** Accounts that can send none of the message's forms, so that whom they would serve first goes to another or passes by. */
    private void tellUnbound(List<Usable> accounts, Forms forms) {
        for (Usable one : accounts) {
            String channel = one.adapter().channel();
            List<Form> own = forms.forms().stream()
                    .filter(form -> form.channel().equals(channel))
                    .toList();
            if (!own.isEmpty() && own.stream().noneMatch(form -> ChannelAccounts.canSend(one, form))) {
                findings.warning(
                        "/message/overrides/" + channel + "/bindings",
                        "no_binding",
                        one.account().name(),
                        channel);
            }
        }
    }

    private void checkWait(ChannelPolicy.Step step) {
        if (step.waitFor() == null) {
            return;
        }
        List<Usable> accounts = usable.of(step.kind());
        List<String> blind = accounts.stream()
                .filter(one -> !one.adapter().observesDelivery(one.account()))
                .map(one -> one.account().name())
                .toList();
        String place = "/channels/waitFor/" + step.kind().id();
        if (!accounts.isEmpty() && blind.size() == accounts.size()) {
            findings.error(place, "wait_unobservable", step.kind().id(), null, String.join(", ", blind));
        } else if (!blind.isEmpty()) {
            findings.warning(place, "wait_partly_unobservable", String.join(", ", blind));
        }
    }

    /** Whether the account sends free text, or something else than this form. */
    private static boolean isUnread(Usable one, Form form) {
        return !one.adapter().channel().equals(form.channel()) || !one.adapter().needsBinding(one.account());
    }

    private void checkBindings(Forms forms, List<String> known) {
        for (Form form : forms.forms()) {
            for (String account : form.bindings().keySet()) {
                String place = "/message/overrides/" + form.channel() + "/bindings/" + account;
                if (!known.contains(account)) {
                    findings.warning(place, "unknown_account", account, findings.hint(account, known));
                } else if (usable.named(account)
                        .filter(one -> isUnread(one, form))
                        .isPresent()) {
                    findings.warning(place, "unread_binding", account, form.channel());
                }
            }
        }
    }
}
