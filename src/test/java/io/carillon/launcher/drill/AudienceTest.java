package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.demo.CustomerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudienceTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {7, 11, 2026})
    void makesAsManyCustomersUpAsTheSegmentNeedsForThatAudience(long seed) throws IOException {
        int customers = Audience.customers(2_000, seed);

        assertThat(found(customers, seed)).isEqualTo(2_000);
        assertThat(found(customers - 1, seed)).isEqualTo(1_999);
    }

    @Test
    void saysWhenACampaignIsSmallerThanAskedFor() {
        assertThat(Audience.tooSmall(12_500, 20_000)).hasValue("only 12500 people, 20000 were asked for");
        assertThat(Audience.tooSmall(20_003, 20_000)).isEmpty();
    }

    @Test
    void knowsTheSegmentOfTheDemosCampaign() throws IOException {
        assertThat(Files.readString(Path.of("workflows", "demo-campaign.yaml")))
                .contains("segment: { all: [ { trait: city, in: [上海, 杭州, 苏州] }, { tag: member } ] }");
    }

    /** Counted in the file that is imported, by the words in its rows. */
    private int found(int customers, long seed) throws IOException {
        Path file = folder.resolve(customers + "-" + seed + ".csv");
        assertThat(CustomerFile.write(file, customers, seed).rows()).isEqualTo(customers);
        List<String> rows = Files.readAllLines(file);
        return (int) rows.stream()
                .skip(1)
                .filter(row -> row.startsWith("M"))
                .filter(row -> row.matches(".*,(上海|杭州|苏州),.*") && row.contains(",member"))
                .count();
    }
}
