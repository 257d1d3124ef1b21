package io.carillon.channel.wechat;

import io.carillon.database.Sql;
import io.carillon.vault.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Access tokens, encrypted in the database, so that all processes of an installation use the same one and a restart asks for
 * none. WeChat's stable-token call gives whoever asks the token that is valid now, so two processes that refresh at the same
 * time do each other no harm, and no lock is held while WeChat is asked. Thread-safe.
 *
 * <p>Source: <a href="https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/getStableAccessToken.html">stable
 * access token</a>.
 */
final class WechatTokenStore {
    private static final String CONTEXT = "vendor token";
    /** A token is given up this long before its end: a call with it may take a while. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final Sql sql;
    private final Vault vault;
    private final Clock clock;

    WechatTokenStore(Sql sql, Vault vault, Clock clock) {
        this.sql = sql;
        this.vault = vault;
        this.clock = clock;
    }

    /** A token and when it is to be given up. */
    record Token(String text, Instant until) {
        /** Without the text. */
        @Override
        public String toString() {
            return "Token[until " + until + "]";
        }
    }

    boolean isFresh(Token token) {
        return clock.instant().isBefore(token.until());
    }

    /** The account's token, if there is one that still holds. */
    Optional<Token> read(String account) {
        return sql.first("select cipher, expires_at from vendor_token where account = ?", this::token, account)
                .filter(this::isFresh);
    }

    private Token token(ResultSet row) throws SQLException {
        return new Token(
                vault.decrypt(row.getBytes("cipher"), CONTEXT), Objects.requireNonNull(Sql.instant(row, "expires_at")));
    }

    /** Keeps a token that WeChat gave for that long. */
    Token write(String account, String text, Duration life) {
        Token token = new Token(text, clock.instant().plus(life).minus(MARGIN));
        sql.update("""
                insert into vendor_token (account, cipher, expires_at, updated_at) values (?, ?, ?, clock_timestamp())
                on conflict (account) do update
                   set cipher = excluded.cipher, expires_at = excluded.expires_at, updated_at = excluded.updated_at""", account, vault.encrypt(text, CONTEXT), token.until());
        return token;
    }

    /** Drops a token that WeChat takes no more, unless another process has put a newer one in its place. */
    void drop(String account, Token bad) {
        read(account)
                .filter(stored -> stored.text().equals(bad.text()))
                .ifPresent(stored -> sql.update(
                        "delete from vendor_token where account = ? and expires_at = ?", account, stored.until()));
    }
}
