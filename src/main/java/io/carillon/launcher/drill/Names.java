package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Ledger.Attempt;
import io.carillon.launcher.local.SandboxAccounts;
import io.carillon.vault.Vault;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives every message its own attempt's key where the vendor carries none: that of the call's claim to this number, or the one
 * attempt to this openid. A ground has one run that such messages can be of.
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
    private final Vault vault;
    private int lost;

    /**
     * @param doubtful people to whom messages may have gone that the ledger lost, by the hashes of their addresses
     */
    Names(long run, Map<String, Attempt> attempts, Map<String, Long> doubtful, Vault vault) {
        this.run = run;
        this.attempts = attempts;
        this.doubtful = doubtful;
        this.vault = vault;
        attempts.forEach((key, attempt) -> {
            keyByClaim.put(attempt.claim(), key);
            if (!NEVER_LEFT.contains(attempt.state())) {
                keyByHash.put(attempt.claim().substring(claimToken(attempt).length()), key);
            }
        });
    }

    /** The messages, each under its own key; one that cannot be told keeps a name of its own, so that it is missed. */
    List<Message> each(List<Message> messages) {
        return messages.stream().map(this::named).toList();
    }

    private Message named(Message message) {
        if (message.key().isEmpty()) {
            return byAddress(message);
        }
        if (!message.isOfCall()) {
            return message;
        }
        Attempt first = attempts.get(message.key());
        String hash = HEX.formatHex(vault.hash("phone", "", message.to()));
        String key = first == null ? lost(hash) : keyByClaim.get(claimToken(first) + hash);
        return new Message(message.vendor(), key == null ? message.key() + " to " + hash : key, false, message.to());
    }

    private Message byAddress(Message message) {
        String hash = HEX.formatHex(vault.hash("openid", SandboxAccounts.WECHAT_APPID, message.to()));
        String key = keyByHash.containsKey(hash) ? keyByHash.get(hash) : lost(hash);
        return new Message(message.vendor(), key == null ? "nobody at " + hash : key, false, message.to());
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
