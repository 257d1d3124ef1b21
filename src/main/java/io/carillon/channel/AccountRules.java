package io.carillon.channel;

import io.carillon.problem.Finding;
import io.carillon.vault.InstallationMode;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a vendor account, and the account itself once nothing is. Makes no call to a vendor. Stateless.
 */
@Singleton
public class AccountRules {
    /** The settings by which adapters name their vendor's server. */
    private static final List<String> SERVERS = List.of("baseUrl", "endpoint", "host");

    private final Adapters adapters;
    private final SecretSource secrets;
    private final AccountsConfig config;

    public AccountRules(Adapters adapters, SecretSource secrets, AccountsConfig config) {
        this.adapters = adapters;
        this.secrets = secrets;
        this.config = config;
    }

    /**
     * The outcome of a check.
     *
     * @param account null when there are findings
     */
    public record Checked(List<Finding> findings, @Nullable VendorAccount account) {}

    /** Holds a written account against every rule and asks its adapter; findings speak this language. */
    public Checked check(String name, AccountRequest request, Locale language) {
        return check(name, request, null, language);
    }

    /**
     * The same for an account that is written as it was before: what it had set is let be, though nobody reads it, as an upgrade must
     * not stop what worked.
     *
     * @param before what is stored under this name
     */
    Checked check(String name, AccountRequest request, @Nullable AccountEntry before, Locale language) {
        AccountFields fields = new AccountFields(request, language);
        fields.checkName(name);
        fields.checkShape();
        checkVendor(request, fields);
        if (!fields.findings().isEmpty()) {
            return new Checked(fields.findings(), null);
        }
        List<Finding> unknown = unknown(request, before, language);
        checkSecrets(request, fields);
        if (!fields.findings().isEmpty()) {
            fields.findings().addAll(unknown);
            return new Checked(fields.findings(), null);
        }
        VendorAccount account = fields.account(name, resolved(request.secrets()));
        List<Finding> findings = new ArrayList<>(fitsHere(account, language));
        findings.addAll(scope(account, language));
        findings.addAll(servers(account, language));
        findings.addAll(said(adapters.of(account.vendor()), account, language));
        findings.addAll(unknown);
        return new Checked(findings, findings.isEmpty() ? account : null);
    }

    /** Phones and mailboxes are the same whoever writes to them; with a scope nobody's would be found. */
    private static List<Finding> scope(VendorAccount account, Locale language) {
        boolean hasOne = account.kind() == ChannelKind.PUSH || account.kind() == ChannelKind.WECHAT;
        return hasOne || account.scope().isEmpty()
                ? List.of()
                : List.of(AccountFields.error(language, "/scope", "account.scope", account.scope()));
    }

    /** What keeps an account that is in order from being used in this installation. */
    public List<Finding> fitsHere(VendorAccount account, Locale language) {
        if (account.mode() == Mode.LIVE && config.refuseLive()) {
            return List.of(AccountFields.error(language, "/mode", "account.live", "live", account.name()));
        }
        if (account.mode() == Mode.SANDBOX && config.mode() == InstallationMode.PRODUCTION) {
            return List.of(AccountFields.error(language, "/mode", "account.sandbox", "sandbox", account.name()));
        }
        return List.of();
    }

    /** What keeps a stored account from sending: its vendor, its secrets, what its adapter says of its settings. */
    public List<Finding> stored(AccountEntry entry, Locale language) {
        VendorAccount account = entry.account();
        Optional<ChannelAdapter> adapter = adapters.find(account.vendor());
        if (adapter.isEmpty()) {
            return List.of(unknownVendor(account.vendor(), language));
        }
        List<Finding> findings = new ArrayList<>();
        entry.secretNames().forEach((key, variable) -> {
            if (!account.secrets().containsKey(key)) {
                findings.add(
                        AccountFields.error(language, "/secrets/" + key, "account.secretUnset", variable, variable));
            }
        });
        findings.addAll(servers(account, language));
        return findings.isEmpty() ? said(adapter.get(), account, language) : findings;
    }

    /** What a stored account has set that nobody reads; it works as ever. */
    List<Finding> unread(AccountEntry entry, Locale language) {
        VendorAccount account = entry.account();
        return adapters.find(account.vendor())
                .map(adapter -> adapter.names()
                        .unknown(
                                account.vendor(),
                                account.settings().keySet(),
                                entry.secretNames().keySet(),
                                language))
                .orElse(List.of());
    }

    private List<Finding> unknown(AccountRequest request, @Nullable AccountEntry before, Locale language) {
        Set<String> settings = new HashSet<>(keys(request.settings()));
        Set<String> secrets = new HashSet<>(keys(request.secrets()));
        if (before != null) {
            settings.removeAll(before.account().settings().keySet());
            secrets.removeAll(before.secretNames().keySet());
        }
        String vendor = Objects.requireNonNull(request.vendor());
        return adapters.of(vendor).names().unknown(vendor, settings, secrets, language);
    }

    private static Set<String> keys(@Nullable Map<String, String> map) {
        return map == null ? Set.of() : map.keySet();
    }

    /** Servers that an account must not lead to. */
    private List<Finding> servers(VendorAccount account, Locale language) {
        List<Finding> findings = new ArrayList<>();
        SERVERS.forEach(key -> {
            String setting = account.settings().get(key);
            if (setting != null) {
                server(account, key, setting)
                        .ifPresent(text ->
                                findings.add(AccountFields.error(language, "/settings/" + key, text, null, key)));
            }
        });
        return findings;
    }

    /** What is wrong with a server, as a key of the texts. */
    private Optional<String> server(VendorAccount account, String key, String setting) {
        Optional<ServerHost> host = ServerHost.of(setting);
        if (host.isEmpty()) {
            return Optional.of("account.hostShape");
        } else if (config.accountHosts().orElse(Set.of()).contains(host.get().name())) {
            return Optional.empty();
        } else if (host.get().isForbidden()) {
            return Optional.of("account.hostForbidden");
        } else if (account.mode() == Mode.SANDBOX) {
            return host.get().isHere() ? Optional.empty() : Optional.of("account.hostSandbox");
        }
        // A relay for mail often stands in the same network, a vendor's API never.
        return host.get().isHere() && account.kind() != ChannelKind.EMAIL
                ? Optional.of("account.hostLive")
                : Optional.empty();
    }

    private static List<Finding> said(ChannelAdapter adapter, VendorAccount account, Locale language) {
        return adapter.check(account).stream()
                .map(problem -> Finding.error(problem.place(), "account_settings", null, null, problem.text(language)))
                .toList();
    }

    private Finding unknownVendor(String vendor, Locale language) {
        return AccountFields.error(
                language, "/vendor", "account.vendor", vendor, vendor, String.join(", ", adapters.vendors()));
    }

    /** The values of those secrets that this process has. */
    public Map<String, String> resolved(@Nullable Map<String, String> names) {
        Map<String, String> values = new HashMap<>();
        if (names != null) {
            names.forEach((key, variable) -> secrets.find(variable).ifPresent(value -> values.put(key, value)));
        }
        return Map.copyOf(values);
    }

    private void checkVendor(AccountRequest request, AccountFields fields) {
        String vendor = request.vendor();
        if (vendor == null) {
            return;
        }
        ChannelAdapter adapter = adapters.find(vendor).orElse(null);
        if (adapter == null) {
            fields.findings().add(unknownVendor(vendor, fields.language()));
        } else if (request.kind() != null && !adapter.kind().id().equals(request.kind())) {
            fields.add(
                    "/kind",
                    "account.kind",
                    request.kind(),
                    vendor,
                    adapter.kind().id());
        }
    }

    private void checkSecrets(AccountRequest request, AccountFields fields) {
        if (request.secrets() == null) {
            return;
        }
        request.secrets().forEach((key, variable) -> {
            if (secrets.find(variable).isEmpty()) {
                fields.add("/secrets/" + key, "account.secretUnset", variable, variable);
            }
        });
    }
}
