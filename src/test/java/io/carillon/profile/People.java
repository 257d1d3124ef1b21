package io.carillon.profile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.access.Audit;
import io.carillon.channel.AddressKind;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.vault.TinkVault;
import io.carillon.vault.Vault;
import io.carillon.vault.VaultKeys;

/** The parts of this package on a database of their own, put together as the container would. */
public final class People {
    public final Sql sql = TestDatabase.freshSql();
    public final Vault vault = new TinkVault(VaultKeys.random());
    public final ObjectMapper json = new ObjectMapper();
    public final Audit audit = new Audit(sql, json);
    public final Consents consents = new Consents(sql);
    public final Addresses addresses = new Addresses(sql);
    public final Suppressions suppressions = new Suppressions(sql, vault, audit);
    public final Profiles profiles =
            new Profiles(sql, vault, audit, consents, new ProfileReader(sql, new MaskedAddresses(sql, vault), json));

    /** Adds a person with nothing but an id. */
    public long person(String externalId) {
        return sql.one(
                "insert into profile (external_id, identity_hash) values (?, ?) returning id",
                row -> row.getLong(1),
                externalId,
                ExternalId.hash(vault, externalId));
    }

    /** Gives a person an address. */
    public long address(long profileId, String kind, String value) {
        return sql.one(
                "insert into address (profile_id, kind, cipher, hash, source) values (?, ?, ?, ?, 'test') returning id",
                row -> row.getLong(1),
                profileId,
                kind,
                vault.encrypt(value, "address"),
                AddressHash.of(vault, AddressKind.of(kind), "", value));
    }

    /** The first column of the first row. */
    public long number(String query, Object... binds) {
        return sql.one(query, row -> row.getLong(1), binds);
    }
}
