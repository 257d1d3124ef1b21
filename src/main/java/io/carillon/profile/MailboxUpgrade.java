package io.carillon.profile;

import io.carillon.channel.AddressKind;
import io.carillon.database.Sql;
import io.carillon.database.StartOrder;
import io.carillon.vault.Vault;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Once for each database that an older release has filled: hashes of mailboxes come to ignore case. Before anything is sent, and in
 * one process; others wait. A suppression of a mailbox that nobody has any more stays as it was written, for it is a hash only.
 */
@ApplicationScoped
public class MailboxUpgrade {
    private static final Logger LOG = Logger.getLogger(MailboxUpgrade.class);
    private static final int PAGE = 5_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Sql sql;
    private final Vault vault;

    public MailboxUpgrade(Sql sql, Vault vault) {
        this.sql = sql;
        this.vault = vault;
    }

    private record Stored(long id, byte[] cipher) {}

    void start(@Observes @Priority(StartOrder.UPGRADES) StartupEvent event) {
        QuarkusTransaction.requiringNew().timeout((int) LONGEST.toSeconds()).run(this::upgrade);
    }

    /** Goes through all mailboxes, if that was not done yet; joins the caller's transaction. */
    void upgrade() {
        if (sql.first("select 1 from installation where mailboxes_folded_at is null for update", row -> 1)
                .isEmpty()) {
            return;
        }
        LOG.info("Bringing the hashes of mailboxes up to date, once");
        long changed = 0;
        long after = 0;
        List<Stored> page;
        do {
            page = sql.list(
                    "select id, cipher from address where kind = 'mailbox' and id > ? order by id limit ?",
                    row -> new Stored(row.getLong("id"), row.getBytes("cipher")),
                    after,
                    PAGE);
            for (Stored address : page) {
                String mailbox = vault.decrypt(address.cipher(), "address");
                if (!AddressHash.same(AddressKind.MAILBOX, mailbox).equals(mailbox)) {
                    rehash(address.id(), AddressHash.of(vault, AddressKind.MAILBOX, "", mailbox));
                    changed++;
                }
                after = address.id();
            }
        } while (page.size() == PAGE);
        sql.update("update installation set mailboxes_folded_at = now()");
        LOG.infof("%d mailboxes got a new hash", changed);
    }

    private void rehash(long id, byte[] hash) {
        byte[] before = sql.one("select hash from address where id = ?", row -> row.getBytes(1), id);
        sql.update("""
                insert into suppression (hash, kind, reason, source, actor, created_at)
                select ?, kind, reason, source, actor, created_at from suppression where hash = ? on conflict (hash) do nothing""", Objects.requireNonNull(hash), before);
        // Whoever has the mailbox in two spellings keeps one of them.
        int updated = sql.update("""
                update address a set hash = ?, normaliser_version = ? where a.id = ? and not exists (
                       select 1 from address o where o.profile_id = a.profile_id and o.kind = a.kind and o.scope = a.scope and o.hash = ?)""", hash, AddressNormaliser.VERSION, id, hash);
        if (updated == 0) {
            sql.update("delete from address where id = ?", id);
        }
    }
}
