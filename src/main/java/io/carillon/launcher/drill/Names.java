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
    private final Vault vault;

    Names(Map<String, Attempt> attempts, Vault vault) {
        this.attempts = attempts;
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
        String key = first == null ? null : keyByClaim.get(claimToken(first) + hash);
        return new Message(message.vendor(), key == null ? message.key() + " to " + hash : key, false, message.to());
    }

    private Message byAddress(Message message) {
        String hash = HEX.formatHex(vault.hash("openid", SandboxAccounts.WECHAT_APPID, message.to()));
        String key = keyByHash.get(hash);
        return new Message(message.vendor(), key == null ? "nobody at " + hash : key, false, message.to());
    }

    private static String claimToken(Attempt attempt) {
        return attempt.claim().substring(0, attempt.claim().length() - 2 * HASH_BYTES);
    }
}
