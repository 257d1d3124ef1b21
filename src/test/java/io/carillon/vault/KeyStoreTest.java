package io.carillon.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreTest {
    private static final DataSource DATABASE = TestDatabase.fresh();
    private static final Sql SQL = new Sql(DATABASE);

    @TempDir
    Path data;

    @BeforeEach
    void emptyTheDatabase() {
        SQL.update("delete from profile");
        SQL.update("update installation set cipher_fingerprint = null, hash_fingerprint = null");
    }

    @Test
    void makesKeysForAnEmptyDatabaseThatOnlyTheirOwnerMayRead() throws IOException {
        VaultKeys keys = local().open();

        for (String name : new String[] {"keys/cipher-key.json", "keys/hash-key"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name))))
                    .isEqualTo("rw-------");
        }
        assertThat(fingerprints()).isEqualTo(keys.cipherFingerprint() + " " + keys.hashFingerprint());
        assertThat(Files.list(data.resolve("keys"))).hasSize(2);
    }

    @Test
    void findsTheSameKeysAgain() {
        VaultKeys first = local().open();
        addSomebody();
        VaultKeys second = local().open();
        assertThat(second.cipherFingerprint()).isEqualTo(first.cipherFingerprint());
        assertThat(second.hashFingerprint()).isEqualTo(first.hashFingerprint());
        byte[] cipher = new TinkVault(first).encrypt("+8613800138000", "address");
        assertThat(new TinkVault(second).decrypt(cipher, "address")).isEqualTo("+8613800138000");
    }

    @Test
    void twoStartsAtATimeAgreeOnOnePairOfKeys() {
        CompletableFuture<VaultKeys> one = CompletableFuture.supplyAsync(this::openInATransaction);
        CompletableFuture<VaultKeys> other = CompletableFuture.supplyAsync(this::openInATransaction);
        assertThat(one.join().cipherFingerprint()).isEqualTo(other.join().cipherFingerprint());
        assertThat(one.join().hashFingerprint()).isEqualTo(other.join().hashFingerprint());
        assertThat(fingerprints())
                .isEqualTo(one.join().cipherFingerprint() + " " + one.join().hashFingerprint());
    }

    @Test
    void takesKeysOfTheEnvironmentAndWritesNoFile() {
        VaultKeys given = VaultKeys.random();
        VaultKeys opened = production(given.cipherKey(), given.hashKey()).open();
        assertThat(new TinkVault(opened).hash("phone", "", "+8613800138000"))
                .isEqualTo(new TinkVault(given).hash("phone", "", "+8613800138000"));
        assertThat(fingerprints()).isEqualTo(given.cipherFingerprint() + " " + given.hashFingerprint());
        assertThat(data.resolve("keys")).doesNotExist();
    }

    @Test
    void namesTheKeyThatProductionLacks() {
        VaultKeys given = VaultKeys.random();
        assertThatThrownBy(() -> production(null, given.hashKey()).open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARILLON_CIPHER_KEY");
        assertThatThrownBy(() -> production(given.cipherKey(), null).open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARILLON_HASH_KEY");
        assertThat(fingerprints()).isEqualTo("null null");
    }

    @Test
    void ignoresKeyFilesInProduction() {
        local().open();
        assertThatThrownBy(() -> production(null, null).open()).hasMessageContaining("must come from the environment");
    }

    @Test
    void namesTheKeyThatIsLostAndWhereItLooked() throws IOException {
        VaultKeys keys = local().open();
        Files.delete(data.resolve("keys/hash-key"));
        assertThatThrownBy(() -> local().open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("hash key")
                .hasMessageContaining("CARILLON_HASH_KEY")
                .hasMessageContaining(data.resolve("keys/hash-key").toString())
                .hasMessageContaining(keys.hashFingerprint());
        assertThat(data.resolve("keys/hash-key")).doesNotExist();
    }

    @Test
    void refusesTheKeyOfAnotherDatabaseWithoutShowingIt() {
        local().open();
        VaultKeys other = VaultKeys.random();
        assertThatThrownBy(() -> new KeyStore(SQL, config(InstallationMode.LOCAL, other.cipherKey(), null)).open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARILLON_CIPHER_KEY")
                .hasMessageContaining(other.cipherFingerprint())
                .hasMessageNotContaining(other.cipherKey());
    }

    @Test
    void makesNoKeyForADatabaseWithPeopleInIt() {
        addSomebody();
        assertThatThrownBy(() -> local().open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void saysWhichKeyCannotBeRead() {
        VaultKeys good = VaultKeys.random();
        assertThatThrownBy(() -> production("not a keyset", good.hashKey()).open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARILLON_CIPHER_KEY");
        for (String wrong : new String[] {"c2hvcnQ=", "%%%"}) {
            assertThatThrownBy(() -> production(good.cipherKey(), wrong).open())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("CARILLON_HASH_KEY");
        }
        assertThatCode(() -> production(good.cipherKey(), good.hashKey()).open())
                .doesNotThrowAnyException();
    }

    private VaultKeys openInATransaction() {
        try (Connection connection = DATABASE.getConnection()) {
            connection.setAutoCommit(false);
            Connection kept = proxy(
                    Connection.class,
                    (self, method, values) ->
                            method.getName().equals("close") ? null : method.invoke(connection, values));
            DataSource same = proxy(DataSource.class, (self, method, values) -> kept);
            VaultKeys keys = new KeyStore(new Sql(same), config(InstallationMode.LOCAL, null, null)).open();
            connection.commit();
            return keys;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(KeyStoreTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private KeyStore local() {
        return new KeyStore(SQL, config(InstallationMode.LOCAL, null, null));
    }

    private KeyStore production(@Nullable String cipher, @Nullable String hash) {
        return new KeyStore(SQL, config(InstallationMode.PRODUCTION, cipher, hash));
    }

    private VaultConfig config(InstallationMode mode, @Nullable String cipher, @Nullable String hash) {
        return new VaultConfig() {
            @Override
            public InstallationMode mode() {
                return mode;
            }

            @Override
            public Path data() {
                return data;
            }

            @Override
            public Optional<String> cipherKey() {
                return Optional.ofNullable(cipher);
            }

            @Override
            public Optional<String> hashKey() {
                return Optional.ofNullable(hash);
            }
        };
    }

    private String fingerprints() {
        return SQL.one(
                "select cipher_fingerprint, hash_fingerprint from installation",
                row -> row.getString(1) + " " + row.getString(2));
    }

    private void addSomebody() {
        SQL.update("insert into profile (external_id, identity_hash) values ('m1', '\\x01')");
    }
}
