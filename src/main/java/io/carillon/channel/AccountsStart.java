package io.carillon.channel;

import io.carillon.database.StartOrder;
import io.carillon.problem.Finding;
import io.carillon.vault.InstallationMode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Brings the accounts file into the database at start, then holds every account against the mode. The file wins over what
 * came from it before (an account no longer in it is disabled); accounts made or changed by REST stay as they are. A file
 * that is wrong stops the start, and in production so does any account that could not send.
 */
@Singleton
public class AccountsStart {
    private static final Logger LOG = Logger.getLogger(AccountsStart.class);

    private final AccountsConfig config;
    private final AccountStore store;
    private final AccountRules rules;
    private final VendorChange vendorChange;
    private final AccountChanges changes;

    public AccountsStart(
            AccountsConfig config,
            AccountStore store,
            AccountRules rules,
            VendorChange vendorChange,
            AccountChanges changes) {
        this.config = config;
        this.store = store;
        this.rules = rules;
        this.vendorChange = vendorChange;
        this.changes = changes;
    }

    void start(@Observes @Priority(StartOrder.ACCOUNTS) StartupEvent event) {
        QuarkusTransaction.requiringNew().run(this::bring);
    }

    /** Call in a transaction, so that a file that is wrong in part changes nothing. */
    void bring() {
        config.accounts().ifPresent(this::load);
        checkAll();
    }

    private void load(Path path) {
        Map<String, AccountRequest> wanted = new AccountsFile(path).read();
        List<String> wrong = new ArrayList<>();
        wanted.forEach((name, request) -> {
            AccountEntry before = store.find(name).orElse(null);
            AccountRules.Checked checked = rules.check(name, request, before, Locale.ENGLISH);
            VendorAccount account = checked.account();
            if (account == null) {
                checked.findings().forEach(finding -> wrong.add(sentence(name, finding)));
            } else if (before != null && !before.updatedBy().equals(AccountEntry.FROM_FILE)) {
                LOG.infof("Account %s was changed by %s: the file's is not taken", name, before.updatedBy());
            } else {
                List<Finding> findings = vendorChange.findings(account, Locale.ENGLISH);
                findings.forEach(finding -> wrong.add(sentence(name, finding)));
                if (findings.isEmpty()) {
                    put(account, request);
                }
            }
        });
        if (!wrong.isEmpty()) {
            throw new ConfigurationException(
                    "Accounts file " + path.toAbsolutePath() + ":\n  " + String.join("\n  ", wrong));
        }
        for (String name : store.namesFromFile()) {
            if (!wanted.containsKey(name) && disable(name)) {
                LOG.infof("Account %s is no longer in the file: disabled", name);
            }
        }
    }

    private void put(VendorAccount account, AccountRequest request) {
        Map<String, String> secretNames = request.secrets() == null ? Map.of() : request.secrets();
        if (changes.put(account, secretNames, AccountEntry.FROM_FILE)) {
            LOG.infof("Account %s (%s, %s) taken from the file", account.name(), account.vendor(), account.mode());
        }
    }

    private boolean disable(String name) {
        return store.find(name)
                .map(entry -> changes.disable(name, entry.account().kind(), AccountEntry.FROM_FILE))
                .orElse(false);
    }

    private void checkAll() {
        List<String> wrong = new ArrayList<>();
        for (AccountEntry entry : store.enabled()) {
            VendorAccount account = entry.account();
            rules.fitsHere(account, Locale.ENGLISH).forEach(finding -> wrong.add(sentence(account.name(), finding)));
            for (Finding finding : rules.stored(entry, Locale.ENGLISH)) {
                if (config.mode() == InstallationMode.PRODUCTION) {
                    wrong.add(sentence(account.name(), finding));
                } else {
                    LOG.warn(sentence(account.name(), finding));
                }
            }
            rules.unread(entry, Locale.ENGLISH).forEach(finding -> LOG.warn(sentence(account.name(), finding)));
        }
        if (!wrong.isEmpty()) {
            throw new ConfigurationException("Vendor accounts:\n  " + String.join("\n  ", wrong));
        }
    }

    private static String sentence(String name, Finding finding) {
        return "account " + name + ", " + finding.place() + ": " + finding.message();
    }
}
