package io.carillon.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Adapters;
import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.SettingNames;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of vendors against what their adapters take: an account that sets anything else is refused. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class VendorsTableTest {
    private static final int SETTINGS = 2;
    private static final int SECRETS = 3;

    @Inject
    Adapters adapters;

    @Test
    void theTableHasEveryVendorWithItsSettingsAndSecretsAndNoOther() {
        List<List<String>> rows = Readme.read().table("vendor");

        assertThat(rows).allSatisfy(row -> {
            ChannelAdapter adapter = adapters.of(Readme.code(row.get(0)).get(0));
            SettingNames told = SettingNames.of(
                    new HashSet<>(Readme.code(row.get(SETTINGS))), new HashSet<>(Readme.code(row.get(SECRETS))));

            assertThat(row.get(1)).isEqualTo(adapter.kind().id());
            assertThat(told).isEqualTo(adapter.names());
        });
        Set<String> vendors = adapters.vendors().stream()
                .filter(vendor -> !vendor.startsWith("test-"))
                .collect(Collectors.toSet());
        assertThat(rows).extracting(row -> Readme.code(row.get(0)).get(0)).containsExactlyInAnyOrderElementsOf(vendors);
    }
}
