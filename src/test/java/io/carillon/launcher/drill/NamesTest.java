package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Ledger.Attempt;
import io.carillon.launcher.local.SandboxAccounts;
import io.carillon.vault.TinkVault;
import io.carillon.vault.Vault;
import io.carillon.vault.VaultKeys;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final String OPENID = "o-somebody";

    private final Vault vault = new TinkVault(VaultKeys.random());
    private final String hash = HexFormat.of().formatHex(vault.hash("openid", SandboxAccounts.WECHAT_APPID, OPENID));

    @Test
    void givesAMessageWithoutKeyThatOfTheOneAttemptToItsOpenid() {
        assertThat(keys(Map.of("1-1-1", attempt("accepted")), Map.of(), Map.of(), 1))
                .containsExactly("1-1-1");
    }

    @Test
    void missesAMessageThatNoAttemptAccountsFor() {
        assertThat(keys(Map.of("1-1-1", attempt("refused")), Map.of(), Map.of(), 1))
                .containsExactly("nobody at " + hash);
        assertThat(keys(Map.of("1-1-1", attempt("accepted")), Map.of(), Map.of(), 2))
                .containsExactly("1-1-1", "1-1-1");
    }

    @Test
    void leavesOutAsManyMessagesAsOtherRunsAccountFor() {
        assertThat(keys(Map.of(), Map.of(hash, 1), Map.of(), 1)).isEmpty();
        assertThat(keys(Map.of("1-1-1", attempt("accepted")), Map.of(hash, 1), Map.of(), 2))
                .containsExactly("1-1-1");
        assertThat(keys(Map.of("1-1-1", attempt("accepted")), Map.of(hash, 1), Map.of(), 3))
                .containsExactly("1-1-1", "1-1-1");
    }

    @Test
    void lendsNoMessageOfItsOwnToADoubtElsewhere() {
        assertThat(keys(Map.of("1-1-1", attempt("accepted")), Map.of(), Map.of(hash, 1), 1))
                .containsExactly("1-1-1");
        assertThat(keys(Map.of("1-1-1", attempt("accepted")), Map.of(), Map.of(hash, 1), 2))
                .containsExactly("1-1-1");
    }

    private List<String> keys(
            Map<String, Attempt> attempts, Map<String, Integer> elsewhere, Map<String, Integer> doubts, int messages) {
        List<Message> some = Collections.nCopies(messages, new Message("wechat", "", false, OPENID, Set.of()));
        return new Names(1, attempts, Map.of(), elsewhere, doubts, vault)
                .each(some).stream().map(Message::key).toList();
    }

    private Attempt attempt(String state) {
        return new Attempt(1, "wechat", state, "claim" + hash);
    }
}
