package io.carillon.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A vendor account as REST shows it.
 *
 * @param secrets by the adapter's own names: which environment variable, and whether this process has it; never the value
 * @param isEnabled whether it is used
 * @param updatedBy who changed it last
 * @param closed while nothing leaves by it, because the vendor asked us to wait or cannot be reached
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountView(
        String name,
        String vendor,
        String kind,
        String mode,
        @Nullable String purpose,
        String scope,
        List<String> countries,
        int rank,
        AccountRequest.Rate rate,
        AccountRequest.Price price,
        Map<String, String> settings,
        Map<String, SecretView> secrets,
        boolean isEnabled,
        String updatedBy,
        Instant updatedAt,
        Closures.@Nullable View closed) {

    /** One secret. */
    public record SecretView(String variable, boolean isSet) {}

    /** What may be shown of this. */
    static AccountView of(AccountEntry entry, Closures.@Nullable Closure closure, Locale language) {
        VendorAccount account = entry.account();
        Map<String, SecretView> secrets = new TreeMap<>();
        entry.secretNames()
                .forEach((key, variable) -> secrets.put(
                        key, new SecretView(variable, account.secrets().containsKey(key))));
        return new AccountView(
                account.name(),
                account.vendor(),
                account.kind().id(),
                account.mode().name().toLowerCase(Locale.ROOT),
                account.purpose() == null ? null : account.purpose().id(),
                account.scope(),
                account.countries().stream().sorted().toList(),
                account.rank(),
                new AccountRequest.Rate(
                        account.rateLimit().perSecond(),
                        account.rateLimit().unit().id()),
                new AccountRequest.Price(
                        account.price().amount(), account.price().currency()),
                new TreeMap<>(account.settings()),
                secrets,
                entry.isEnabled(),
                entry.updatedBy(),
                entry.updatedAt(),
                closure == null ? null : Closures.View.of(closure, language));
    }
}
