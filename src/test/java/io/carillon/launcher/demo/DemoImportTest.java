package io.carillon.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** What the demo says of its import. */
class DemoImportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void keepsWhatWasLeftOutApartFromWhatWentInWithAFlaw() throws Exception {
        assertThat(DemoImport.summary(JSON.readTree("""
                        {"rowsRead": 10000, "created": 9981, "updated": 0, "unchanged": 0, "rejected": 19, "findings": [
                          {"severity": "rejected", "reason": "no_external_id", "count": 12},
                          {"severity": "warning", "reason": "invalid_phone", "count": 1023},
                          {"severity": "rejected", "reason": "too_many_fields", "count": 7},
                          {"severity": "warning", "reason": "invalid_email", "count": 17}]}""")))
                .endsWith("0 unchanged, 19 rejected: no external id 12 · too many fields 7;"
                        + " taken with a warning: invalid phone 1,023 · invalid email 17");
    }

    @Test
    void saysNothingOfFlawsWhereThereAreNone() throws Exception {
        assertThat(DemoImport.summary(JSON.readTree("{\"rowsRead\": 1, \"created\": 1, \"findings\": []}")))
                .endsWith("0 rejected");
    }
}
