package io.carillon.response;

import io.carillon.channel.VendorAccounts;
import io.carillon.channel.VendorReport;
import io.carillon.database.Sql;
import io.carillon.vault.Vault;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A person with an openid at an account, and reports of it, applied by the applier of the running app. */
abstract class ReportedPersonTest {
    static final Instant T1 = Instant.parse("2025-09-13T02:00:00Z");
    static final Instant T2 = T1.plusSeconds(1);

    @Inject
    ReceiptStore store;

    @Inject
    Sql sql;

    @Inject
    Vault vault;

    @Inject
    VendorAccounts accounts;

    @ConfigProperty(name = "carillon.data")
    Path data;

    final String openid = "o-" + UUID.randomUUID();
    long profile;

    @BeforeEach
    void personAtAnAccount() {
        sql.update("insert into vendor_account (name, vendor, kind, mode, rate_limit, scope)"
                + " values ('fans', 'test-bubble', 'wechat', 'sandbox', 100, 'wxfans')");
        accounts.forget();
        profile = sql.one(
                "insert into profile (external_id, identity_hash) values (?, ?) returning id",
                row -> row.getLong(1),
                openid,
                openid.getBytes());
        sql.update(
                "insert into address (profile_id, kind, scope, cipher, hash, source) values (?, 'openid', 'wxfans', ?, ?, 'test')",
                profile,
                vault.encrypt(openid, "address"),
                hash());
    }

    @AfterEach
    void leave() {
        sql.update("delete from vendor_account where name = 'fans'");
        accounts.forget();
    }

    VendorReport follow(String key, boolean isFollowing, Instant at) {
        return new VendorReport.Follow(openid + key, openid, isFollowing, at);
    }

    /** Stores the reports and waits until the applier has been at all of them. */
    void report(VendorReport... reports) {
        store.add("fans", new ArrayList<>(List.of(reports)), "raw".getBytes());
        Awaitility.await()
                .until(() -> sql.one(
                                "select count(*) from receipt where account = 'fans' and state = 'new' and report <> ?",
                                row -> row.getLong(1),
                                (Object) new byte[] {1, 2, 3})
                        == 0);
    }

    /** Marketing, then service. */
    String consent() {
        return String.join(
                " ",
                sql.list(
                        "select state from consent where profile_id = ? and channel = 'wechat' order by purpose",
                        row -> row.getString(1),
                        profile));
    }

    byte[] hash() {
        return vault.hash("openid", "wxfans", openid);
    }
}
