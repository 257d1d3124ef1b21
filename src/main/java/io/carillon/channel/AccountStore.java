package io.carillon.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.database.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of {@code vendor_account}. Leaves the rate bucket alone: who changes an account does not refill it. Joins the
 * caller's transaction. Stateless.
 */
@Singleton
public class AccountStore {
    private static final String COLUMNS =
            "name, vendor, kind, purpose, scope, countries, mode, rank, rate_limit, rate_unit, price, currency,"
                    + " settings, secrets, disabled_at, updated_by, updated_at";
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final Sql sql;
    private final ObjectMapper json;
    private final AccountRules rules;

    public AccountStore(Sql sql, ObjectMapper json, AccountRules rules) {
        this.sql = sql;
        this.json = json;
        this.rules = rules;
    }

    /** Those that are used. */
    public List<AccountEntry> enabled() {
        return sql.list(
                "select " + COLUMNS + " from vendor_account where disabled_at is null order by rank, name",
                this::entry);
    }

    /** All of them, disabled ones too, the lowest rank first, then by name. */
    public List<AccountEntry> all() {
        return sql.list("select " + COLUMNS + " from vendor_account order by rank, name", this::entry);
    }

    /** Up to that many with a greater name, by name; disabled ones too. */
    public List<AccountEntry> list(String afterName, int limit) {
        return sql.list(
                "select " + COLUMNS + " from vendor_account where name > ? order by name limit ?",
                this::entry,
                afterName,
                limit);
    }

    /** The one of that name, disabled or not. */
    public Optional<AccountEntry> find(String name) {
        return sql.first("select " + COLUMNS + " from vendor_account where name = ?", this::entry, name);
    }

    /** Those that came from the accounts file and are used. */
    public List<String> namesFromFile() {
        return sql.list(
                "select name from vendor_account where updated_by = ? and disabled_at is null order by name",
                row -> row.getString(1),
                AccountEntry.FROM_FILE);
    }

    /** Adds the account or puts it in place of the one of that name, and enables it; answers whether anything changed. */
    public boolean put(VendorAccount account, Map<String, String> secretNames, String actor) {
        return sql.update(
                        """
                        insert into vendor_account as a (name, vendor, kind, purpose, scope, countries, mode, rank, rate_limit,
                               rate_unit, price, currency, settings, secrets, updated_by)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?)
                        on conflict (name) do update
                           set vendor = excluded.vendor, kind = excluded.kind, purpose = excluded.purpose,
                               scope = excluded.scope, countries = excluded.countries, mode = excluded.mode,
                               rank = excluded.rank, rate_limit = excluded.rate_limit, rate_unit = excluded.rate_unit,
                               price = excluded.price, currency = excluded.currency, settings = excluded.settings,
                               secrets = excluded.secrets, updated_by = excluded.updated_by, updated_at = now(),
                               disabled_at = null
                         where (a.vendor, a.kind, a.purpose, a.scope, a.countries, a.mode, a.rank, a.rate_limit, a.rate_unit,
                                a.price, a.currency, a.settings, a.secrets, a.updated_by, a.disabled_at) is distinct from
                               (excluded.vendor, excluded.kind, excluded.purpose, excluded.scope, excluded.countries,
                                excluded.mode, excluded.rank, excluded.rate_limit, excluded.rate_unit, excluded.price,
                                excluded.currency, excluded.settings, excluded.secrets, excluded.updated_by, null)
                        """,
                        account.name(),
                        account.vendor(),
                        account.kind().id(),
                        account.purpose() == null ? null : account.purpose().id(),
                        account.scope(),
                        account.countries().stream().sorted().toArray(String[]::new),
                        account.mode().name().toLowerCase(Locale.ROOT),
                        account.rank(),
                        account.rateLimit().perSecond(),
                        account.rateLimit().unit().id(),
                        account.price().amount(),
                        account.price().currency(),
                        written(account.settings()),
                        written(secretNames),
                        actor)
                == 1;
    }

    /** Takes the account out of use; answers whether it was in use. */
    public boolean disable(String name, String actor) {
        return sql.update(
                        "update vendor_account set disabled_at = now(), updated_at = now(), updated_by = ?"
                                + " where name = ? and disabled_at is null",
                        actor,
                        name)
                == 1;
    }

    private AccountEntry entry(ResultSet row) throws SQLException {
        Map<String, String> secretNames = texts(row.getString("secrets"));
        String purpose = row.getString("purpose");
        VendorAccount account = new VendorAccount(
                row.getString("name"),
                row.getString("vendor"),
                ChannelKind.of(row.getString("kind")),
                purpose == null ? null : Purpose.of(purpose),
                row.getString("scope"),
                Set.of((String[]) row.getArray("countries").getArray()),
                Mode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                row.getInt("rank"),
                new RateLimit(
                        row.getDouble("rate_limit"),
                        RateLimit.Unit.valueOf(row.getString("rate_unit").toUpperCase(Locale.ROOT))),
                new Money(row.getBigDecimal("price"), row.getString("currency")),
                Map.copyOf(texts(row.getString("settings"))),
                rules.resolved(secretNames));
        return new AccountEntry(
                account,
                secretNames,
                row.getString("updated_by"),
                Objects.requireNonNull(Sql.instant(row, "updated_at")),
                Sql.instant(row, "disabled_at"));
    }

    private Map<String, String> texts(String stored) {
        try {
            return json.readValue(stored, TEXTS);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Settings of a vendor account in the database are not an object of texts");
        }
    }

    private String written(Map<String, String> map) {
        try {
            return json.writeValueAsString(map);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A map of texts is always JSON", impossible);
        }
    }
}
