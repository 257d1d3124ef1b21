package io.carillon.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.AddressKind;
import org.junit.jupiter.api.Test;

class MailboxUpgradeTest {
    private final People people = new People();

    @Test
    void hashesOfAnOlderReleaseComeToIgnoreCaseOnce() {
        long mixed = asBefore(people.person("mixed"), "Lin@example.com");
        long plain = asBefore(people.person("plain"), "lin@example.com");
        long twice = people.person("twice");
        asBefore(twice, "Mei@example.com");
        long kept = asBefore(twice, "mei@example.com");
        people.sql.update(
                "insert into suppression (hash, kind, reason, source, actor) values (?, 'mailbox', 'complaint', 'test', 'test')",
                (Object) people.vault.hash("mailbox", "", "Lin@example.com"));
        people.sql.update("update installation set mailboxes_folded_at = null");

        new MailboxUpgrade(people.sql, people.vault).upgrade();

        byte[] lin = AddressHash.of(people.vault, AddressKind.MAILBOX, "", "LIN@example.com");
        assertThat(hash(mixed)).isEqualTo(lin);
        assertThat(hash(plain)).isEqualTo(lin);
        assertThat(people.sql.list("select id from address where profile_id = ?", row -> row.getLong(1), twice))
                .containsExactly(kept);
        assertThat(people.sql.list(
                        "select reason from suppression where hash = ?", row -> row.getString(1), (Object) lin))
                .containsExactly("complaint");

        long later = asBefore(people.person("later"), "Tom@example.com");
        new MailboxUpgrade(people.sql, people.vault).upgrade();
        assertThat(hash(later)).isEqualTo(people.vault.hash("mailbox", "", "Tom@example.com"));
    }

    @Test
    void aNewDatabaseNeedsNone() {
        boolean isDone =
                people.sql.one("select mailboxes_folded_at is not null from installation", row -> row.getBoolean(1));
        assertThat(isDone).isTrue();
    }

    /** With the hash that takes case into account. */
    private long asBefore(long profile, String mailbox) {
        long id = people.address(profile, "mailbox", mailbox + ".x");
        people.sql.update(
                "update address set cipher = ?, hash = ?, normaliser_version = 1 where id = ?",
                people.vault.encrypt(mailbox, "address"),
                people.vault.hash("mailbox", "", mailbox),
                id);
        return id;
    }

    private byte[] hash(long address) {
        return people.sql.one("select hash from address where id = ?", row -> row.getBytes(1), address);
    }
}
