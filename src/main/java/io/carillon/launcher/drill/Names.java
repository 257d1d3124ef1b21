package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Ledger.Attempt;
import io.carillon.launcher.local.SandboxAccounts;
import io.carillon.vault.Vault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives every message its own attempt's key where the vendor carries none: that of the call's claim to this number, or the one
 * attempt to this openid. Messages that other runs of the ground account for are left out.
 */
final class Names {
    private static final HexFormat HEX = HexFormat.of();
    private static final int HASH_BYTES = 32;
    private static final Set<String> NEVER_LEFT = Set.of("not_sent", "refused", "blocked");

    private final Map<String, Attempt> attempts;
    private final Map<String, String> keyByClaim = new HashMap<>();
    private final Map<String, String> keyByHash = new HashMap<>();
    private final Map<String, Long> doubtful;
    private final long run;
    private final Set<String> found = new HashSet<>();
    private final Map<String, Integer> elsewhere;
    private final Map<String, Integer> perhapsElsewhere;
    private final Vault vault;
    private int lost;

    /**
     * @param doubtful people to whom messages may have gone that the ledger lost, by the hashes of their addresses
     * @param elsewhere how many attempts of other runs certainly left, by the address's hash, where messages carry no key
     * @param perhapsElsewhere how many of them are in doubt
     */
    Names(
            long run,
            Map<String, Attempt> attempts,
            Map<String, Long> doubtful,
            Map<String, Integer> elsewhere,
            Map<String, Integer> perhapsElsewhere,
            Vault vault) {
        this.run = run;
        this.attempts = attempts;
        this.doubtful = doubtful;
        this.elsewhere = new HashMap<>(elsewhere);
        this.perhapsElsewhere = new HashMap<>(perhapsElsewhere);
        this.vault = vault;
        attempts.forEach((key, attempt) -> {
            keyByClaim.put(attempt.claim(), key);
            if (!NEVER_LEFT.contains(attempt.state())) {
                keyByHash.put(attempt.claim().substring(claimToken(attempt).length()), key);
            }
        });
    }

    /** The messages that vendors took of a run, each under its own key. */
    static List<Message> of(Ground ground, long run, Map<String, Attempt> attempts) {
        return of(ground, run, attempts, Map.of());
    }

    /** The same of a ledger that was restored. */
    static List<Message> of(Ground ground, long run, Map<String, Attempt> attempts, Map<String, Long> doubtful) {
        Ledger ledger = new Ledger(ground.database());
        return new Names(
                        run,
                        attempts,
                        doubtful,
                        ledger.wechatElsewhere(run, false),
                        ledger.wechatElsewhere(run, true),
                        ground.vault())
                .each(new Accepted(ground.sandbox()).ofRun(run, ledger.byVendorId(run)));
    }

    /** The messages, each under its own key; one that cannot be told keeps a name of its own, so that it is missed. */
    List<Message> each(List<Message> messages) {
        List<Message> named = new ArrayList<>();
        for (Message message : messages) {
            if (message.key().isEmpty()) {
                byAddress(message, named);
            } else {
                named.add(message.isOfCall() ? byCall(message) : message);
            }
        }
        return named;
    }

    private Message byCall(Message message) {
        Attempt first = attempts.get(message.key());
        String hash = HEX.formatHex(vault.hash("phone", "", message.to()));
        String key = first == null ? lost(hash) : keyByClaim.get(claimToken(first) + hash);
        return message.named(key == null ? message.key() + " to " + hash : key);
    }

    /** Of several messages to one openid each run has as many as it has attempts there; which is which nobody can tell. */
    private void byAddress(Message message, List<Message> named) {
        String hash = HEX.formatHex(vault.hash("openid", SandboxAccounts.WECHAT_APPID, message.to()));
        String own = keyByHash.containsKey(hash) ? keyByHash.get(hash) : lost(hash);
        if (takes(elsewhere, hash)) {
            return;
        }
        boolean isFirst = own != null && found.add(own);
        if (!isFirst && takes(perhapsElsewhere, hash)) {
            return;
        }
        named.add(message.named(own == null ? "nobody at " + hash : own));
    }

    private static boolean takes(Map<String, Integer> left, String hash) {
        return left.computeIfPresent(hash, (same, n) -> n > 0 ? n - 1 : null) != null;
    }

    /** A message that a restored ledger does not know: the doubt about this address, else a name that says whose it is. */
    private @Nullable String lost(String hash) {
        Long person = doubtful.get(hash);
        if (person == null) {
            return null;
        }
        return keyByHash.getOrDefault(hash, run + "-" + person + "-lost" + ++lost);
    }

    private static String claimToken(Attempt attempt) {
        return attempt.claim().substring(0, attempt.claim().length() - 2 * HASH_BYTES);
    }
}
