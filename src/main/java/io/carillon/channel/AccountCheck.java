package io.carillon.channel;

import io.carillon.problem.Finding;
import io.carillon.problem.Texts;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what keeps an account from sending: how it is stored, a vendor that closed it, and what stopped at it. Calls no vendor. */
@Singleton
public class AccountCheck {
    private final AccountRules rules;
    private final Closures closures;
    private final Instance<AccountUse> uses;

    public AccountCheck(AccountRules rules, Closures closures, Instance<AccountUse> uses) {
        this.rules = rules;
        this.closures = closures;
        this.uses = uses;
    }

    AccountCheckView of(AccountEntry entry, Locale language) {
        String name = entry.account().name();
        List<Finding> findings = new ArrayList<>(rules.fitsHere(entry.account(), language));
        findings.addAll(rules.stored(entry, language));
        if (!entry.isEnabled()) {
            findings.add(Finding.warning("", "out_of_use", Texts.text(language, "account.out-of-use", name)));
        }
        Closures.Closure closure = closures.now().get(name);
        if (closure != null) {
            String until = closure.until().truncatedTo(ChronoUnit.SECONDS).toString();
            findings.add(Finding.warning(
                    "",
                    "closed",
                    Texts.text(language, "account.closed", closure.reason().text(language), until, name)));
        }
        uses.forEach(use -> findings.addAll(use.trouble(name, language)));
        return new AccountCheckView(name, findings.isEmpty(), findings);
    }
}
