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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final LostAttempts lost;
    private final Vault vault;

    public AttemptReceipts(Sql sql, LedgerNews ledger, LostAttempts lost, VendorAccounts accounts, Vault vault) {
        this.sql = sql;
        this.ledger = ledger;
        this.lost = lost;
        this.accounts = accounts;
        this.vault = vault;
    }

    /** Applies; answers those for which no attempt was found. */
    List<ReceiptStore.Stored> apply(List<ReceiptStore.Stored> stored) {
        if (stored.isEmpty()) {
            return List.of();
        }
        KeyedPlans.keep(sql);
        Map<String, AttemptKey> byVendorId = byVendorId(stored);
        Map<Receipt, AttemptKey> byCall = byCall(stored, byVendorId);
        List<LedgerNews.News> news = new ArrayList<>();
        List<ReceiptStore.Stored> unmatched = new ArrayList<>();
        for (ReceiptStore.Stored one : stored) {
            Receipt receipt = (Receipt) one.report();
            AttemptKey key = key(receipt);
            AttemptKey found = key != null ? key : byVendorId.getOrDefault(vendorId(one), byCall.get(receipt));
            if (found == null) {
                unmatched.add(one);
            } else {
                news.add(news(one.account(), found, receipt));
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

    private Map<String, AttemptKey> byVendorId(List<ReceiptStore.Stored> stored) {
        List<ReceiptStore.Stored> named = stored.stream()
                .filter(one -> key((Receipt) one.report()) == null && ((Receipt) one.report()).vendorId() != null)
                .toList();
        Map<String, AttemptKey> found = new HashMap<>();
        if (!named.isEmpty()) {
            sql.list(
                    """
                    select a.account, a.vendor_id, a.run_id, a.delivery_id, a.no
                      from unnest(?::text[], ?::text[]) as x(account, vendor_id)
                      join attempt a on a.account = x.account and a.vendor_id = x.vendor_id""",
                    row -> found.put(
                            row.getString("account") + "\n" + row.getString("vendor_id"),
                            new AttemptKey(row.getLong("run_id"), row.getLong("delivery_id"), row.getInt("no"))),
                    named.stream().map(ReceiptStore.Stored::account).toArray(String[]::new),
                    named.stream()
                            .map(one -> ((Receipt) one.report()).vendorId())
                            .toArray(String[]::new));
        }
        return found;
    }

    /**
     * Where the answer to a call was lost nobody wrote the vendor's id down: its messages are those of one claim at one account,
     * and the address says which.
     */
    private Map<Receipt, AttemptKey> byCall(List<ReceiptStore.Stored> stored, Map<String, AttemptKey> known) {
        Map<Receipt, AttemptKey> found = new HashMap<>();
        for (ReceiptStore.Stored one : stored) {
            Receipt receipt = (Receipt) one.report();
            if (receipt.call() != null && !known.containsKey(vendorId(one))) {
                accounts.heard(one.account())
                        .flatMap(account -> inCall(account, receipt.call()))
                        .ifPresent(key -> found.put(receipt, key));
            }
        }
        return found;
    }

    private Optional<AttemptKey> inCall(VendorAccount account, Call call) {
        AttemptKey first = AttemptKey.parse(call.key());
        byte[] address = AddressHash.of(vault, account.kind().addressKind(), account.scope(), call.address());
        Optional<AttemptKey> known = sql.first(
                """
                select a.run_id, a.delivery_id, a.no
                  from attempt f
                  join attempt a on a.run_id = f.run_id and a.occasion = f.occasion and a.kind = f.kind and a.is_standing
                                and a.account = f.account and a.claim_token = f.claim_token
                 where f.run_id = ? and f.delivery_id = ? and f.no = ? and f.account = ? and a.address_hash = ?""",
                row -> new AttemptKey(row.getLong("run_id"), row.getLong("delivery_id"), row.getInt("no")),
                first.run(),
                first.delivery(),
                first.no(),
                account.name(),
                address);
        return known.isPresent() ? known : lost.byCall(account, first.run(), address);
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
