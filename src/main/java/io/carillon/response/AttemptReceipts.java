package io.carillon.response;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorAccounts;
import io.carillon.channel.VendorReport.Call;
import io.carillon.channel.VendorReport.Receipt;
import io.carillon.database.KeyedPlans;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.LedgerNews;
import io.carillon.delivery.recovery.LostAttempts;
import io.carillon.profile.AddressHash;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the attempts that receipts speak of, by our key where they carry it, else by the vendor's id, else by the call
 * that carried them, and hands the news to the
 * ledger. Joins the caller's transaction.
 */
@ApplicationScoped
public class AttemptReceipts {
    private final Sql sql;
    private final LedgerNews ledger;
    private final VendorAccounts accounts;
    private final SharedLogins logins;
    private final LostAttempts lost;
    private final Vault vault;
    private final ProofsOfArrival proofs;

    public AttemptReceipts(
            Sql sql,
            LedgerNews ledger,
            LostAttempts lost,
            VendorAccounts accounts,
            SharedLogins logins,
            Vault vault,
            ProofsOfArrival proofs) {
        this.sql = sql;
        this.ledger = ledger;
        this.lost = lost;
        this.accounts = accounts;
        this.logins = logins;
        this.vault = vault;
        this.proofs = proofs;
    }

    /** An attempt, and the account it went through. */
    private record Found(String account, AttemptKey key) {}

    /**
     * Applies.
     *
     * @param answered attempts that somebody has answered since, and when
     * @return those for which no attempt was found
     */
    List<ReceiptStore.Stored> apply(List<ReceiptStore.Stored> stored, Map<AttemptKey, Instant> answered) {
        if (stored.isEmpty() && answered.isEmpty()) {
            return List.of();
        }
        KeyedPlans.keep(sql);
        Map<String, List<String>> shared = stored.stream()
                .map(ReceiptStore.Stored::account)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), logins::names));
        Map<String, Found> byVendorId = byVendorId(stored, shared);
        Map<Receipt, Found> byCall = byCall(stored, byVendorId);
        Map<Found, Found> ofOthers = ofOthers(stored, shared);
        List<LedgerNews.News> news = new ArrayList<>(proofs.of(answered));
        List<ReceiptStore.Stored> unmatched = new ArrayList<>();
        for (ReceiptStore.Stored one : stored) {
            Receipt receipt = (Receipt) one.report();
            AttemptKey key = key(receipt);
            Found named = key == null ? null : new Found(one.account(), key);
            Found found = named != null
                    ? ofOthers.getOrDefault(named, named)
                    : byVendorId.getOrDefault(vendorId(one), byCall.get(receipt));
            if (found == null) {
                unmatched.add(one);
            } else {
                news.add(news(found.account(), found.key(), receipt));
            }
        }
        Set<AttemptKey> unknown = ledger.apply(news);
        if (!unknown.isEmpty()) {
            unknown = applyLost(news.stream().filter(by(unknown)).toList());
        }
        if (!unknown.isEmpty()) {
            Set<AttemptKey> none = unknown;
            stored.stream()
                    .filter(one -> key((Receipt) one.report()) != null && none.contains(key((Receipt) one.report())))
                    .forEach(unmatched::add);
        }
        return unmatched;
    }

    private static Predicate<LedgerNews.News> by(Set<AttemptKey> keys) {
        return one -> keys.contains(one.key());
    }

    /** News of attempts that a restored database does not know; answers the keys of which there is no trace even so. */
    private Set<AttemptKey> applyLost(List<LedgerNews.News> news) {
        Map<AttemptKey, Boolean> isFound = new HashMap<>();
        news.forEach(one -> isFound.computeIfAbsent(
                one.key(),
                key -> accounts.heard(one.account())
                        .flatMap(at -> lost.byKey(at, key))
                        .isPresent()));
        ledger.apply(news.stream()
                .filter(one -> isFound.getOrDefault(one.key(), false))
                .toList());
        return isFound.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static LedgerNews.News news(String account, AttemptKey key, Receipt receipt) {
        return new LedgerNews.News(
                account,
                key,
                receipt.outcome(),
                receipt.reason(),
                receipt.vendorCode(),
                receipt.vendorId(),
                receipt.parts(),
                receipt.cost(),
                receipt.at());
    }

    /** Where our key names an attempt at another account of the same login: that one, by what the report seems to name. */
    private Map<Found, Found> ofOthers(List<ReceiptStore.Stored> stored, Map<String, List<String>> shared) {
        Map<Found, Found> others = new HashMap<>();
        List<Found> named = new ArrayList<>();
        List<String> at = new ArrayList<>();
        for (ReceiptStore.Stored one : stored) {
            AttemptKey key = key((Receipt) one.report());
            if (key != null) {
                names(shared, one).stream()
                        .filter(name -> !name.equals(one.account()))
                        .forEach(name -> {
                            named.add(new Found(one.account(), key));
                            at.add(name);
                        });
            }
        }
        if (!named.isEmpty()) {
            sql.list(
                    """
                    select x.told, a.account, a.run_id, a.delivery_id, a.no
                      from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::int[]) as x(told, account, run_id, delivery_id, no)
                      join attempt a on a.run_id = x.run_id and a.delivery_id = x.delivery_id and a.no = x.no and a.account = x.account""",
                    row -> others.put(new Found(row.getString("told"), key(row)), found(row)),
                    named.stream().map(Found::account).toArray(String[]::new),
                    at.toArray(String[]::new),
                    named.stream().map(one -> one.key().run()).toArray(Long[]::new),
                    named.stream().map(one -> one.key().delivery()).toArray(Long[]::new),
                    named.stream().map(one -> one.key().no()).toArray(Integer[]::new));
        }
        return others;
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(row.getString("account"), key(row));
    }

    private static AttemptKey key(ResultSet row) throws SQLException {
        return new AttemptKey(row.getLong("run_id"), row.getLong("delivery_id"), row.getInt("no"));
    }

    private static List<String> names(Map<String, List<String>> shared, ReceiptStore.Stored one) {
        return shared.getOrDefault(one.account(), List.of());
    }

    private Map<String, Found> byVendorId(List<ReceiptStore.Stored> stored, Map<String, List<String>> shared) {
        List<ReceiptStore.Stored> named = stored.stream()
                .filter(one -> key((Receipt) one.report()) == null && ((Receipt) one.report()).vendorId() != null)
                .toList();
        Map<String, Found> found = new HashMap<>();
        List<String> told = new ArrayList<>();
        List<String> at = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        named.forEach(one -> names(shared, one).forEach(name -> {
            told.add(one.account());
            at.add(name);
            ids.add(((Receipt) one.report()).vendorId());
        }));
        if (!told.isEmpty()) {
            sql.list(
                    """
                    select x.told, a.vendor_id, a.account, a.run_id, a.delivery_id, a.no
                      from unnest(?::text[], ?::text[], ?::text[]) as x(told, account, vendor_id)
                      join attempt a on a.account = x.account and a.vendor_id = x.vendor_id""",
                    row -> found.put(row.getString("told") + "\n" + row.getString("vendor_id"), found(row)),
                    told.toArray(String[]::new),
                    at.toArray(String[]::new),
                    ids.toArray(String[]::new));
        }
        return found;
    }

    /**
     * Where the answer to a call was lost nobody wrote the vendor's id down: its messages are those of one claim at one account,
     * and the address says which.
     */
    private Map<Receipt, Found> byCall(List<ReceiptStore.Stored> stored, Map<String, Found> known) {
        Map<Receipt, Found> found = new HashMap<>();
        for (ReceiptStore.Stored one : stored) {
            Receipt receipt = (Receipt) one.report();
            if (receipt.call() != null && !known.containsKey(vendorId(one))) {
                accounts.heard(one.account())
                        .flatMap(account -> inCall(account, receipt.call()))
                        .ifPresent(there -> found.put(receipt, there));
            }
        }
        return found;
    }

    private Optional<Found> inCall(VendorAccount account, Call call) {
        AttemptKey first = AttemptKey.parse(call.key());
        byte[] address = AddressHash.of(vault, account.kind().addressKind(), account.scope(), call.address());
        Optional<Found> known = sql.first(
                """
                select a.account, a.run_id, a.delivery_id, a.no
                  from attempt f
                  join attempt a on a.run_id = f.run_id and a.occasion = f.occasion and a.kind = f.kind and a.is_standing
                                and a.account = f.account and a.claim_token = f.claim_token
                 where f.run_id = ? and f.delivery_id = ? and f.no = ? and f.account = any (?) and a.address_hash = ?""",
                AttemptReceipts::found,
                first.run(),
                first.delivery(),
                first.no(),
                logins.names(account.name()).toArray(String[]::new),
                address);
        return known.isPresent()
                ? known
                : lost.byCall(account, first.run(), address).map(key -> new Found(account.name(), key));
    }

    private static String vendorId(ReceiptStore.Stored one) {
        return one.account() + "\n" + ((Receipt) one.report()).vendorId();
    }

    private static @Nullable AttemptKey key(Receipt receipt) {
        if (receipt.key() == null) {
            return null;
        }
        try {
            return AttemptKey.parse(receipt.key());
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }
}
