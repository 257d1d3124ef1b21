package io.carillon.profile;

import io.carillon.channel.AddressKind;
import io.carillon.database.Sql;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Decrypts addresses for people's eyes, and masks them at once. One that cannot be read is shown as such and holds up no list. */
@ApplicationScoped
public class MaskedAddresses {
    private static final Logger LOG = Logger.getLogger(MaskedAddresses.class);
    private static final String CONTEXT = "address";

    private final Sql sql;
    private final Vault vault;

    public MaskedAddresses(Sql sql, Vault vault) {
        this.sql = sql;
        this.vault = vault;
    }

    /** By the address's id. */
    public Map<Long, String> of(Collection<Long> ids) {
        Map<Long, String> masked = new HashMap<>();
        if (!ids.isEmpty()) {
            sql.list(
                    "select id, kind, cipher from address where id = any (?)",
                    row -> masked.put(row.getLong("id"), mask(row)),
                    (Object) ids.toArray(Long[]::new));
        }
        return masked;
    }

    /** All of a kind, by the profile's id, newest first. */
    public Map<Long, List<String>> ofProfiles(Collection<Long> profiles, AddressKind kind) {
        Map<Long, List<String>> masked = new HashMap<>();
        if (!profiles.isEmpty()) {
            sql.list(
                    "select profile_id, id, kind, cipher from address where profile_id = any (?) and kind = ? order by id desc",
                    row -> masked.computeIfAbsent(row.getLong("profile_id"), profile -> new ArrayList<>())
                            .add(mask(row)),
                    profiles.toArray(Long[]::new),
                    kind.id());
        }
        return masked;
    }

    /** The row's {@code cipher}, of its {@code kind} and {@code id}. */
    String mask(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        AddressKind kind = AddressKind.of(row.getString("kind"));
        byte[] cipher = row.getBytes("cipher");
        try {
            return AddressMask.mask(kind, vault.decrypt(cipher, CONTEXT));
        } catch (RuntimeException unreadable) {
            LOG.warnf(
                    "address %d cannot be decrypted (%s)",
                    id, unreadable.getClass().getSimpleName());
            return "unreadable";
        }
    }
}
