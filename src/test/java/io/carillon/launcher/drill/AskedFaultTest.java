package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class AskedFaultTest {
    private static final AskedFault THROTTLE = new AskedFault("twilio", "THROTTLE", 3, 0.3, 0, 2);

    @Test
    void allowsADoubtForEachMessageThatABrokenCallCarriedAndNoMore() throws Exception {
        JsonNode faults = faults("""
                [{"vendor": "aliyun", "kind": "ACCEPT_THEN_RESET", "fired": 2, "messages": 37},
                 {"vendor": "aliyun", "kind": "THROTTLE", "fired": 3, "messages": 90},
                 {"vendor": "fcm", "kind": "HANG", "fired": 4, "messages": 4},
                 {"vendor": "smtp", "kind": "SERVER_ERROR", "fired": 5, "messages": 5},
                 {"vendor": "twilio", "kind": "RESET", "fired": 0, "messages": 0}]""");

        assertThat(AskedFault.inDoubt(faults)).isEqualTo(41);
    }

    @Test
    void countsWhatIsShownForCertainAndByShareTogether() throws Exception {
        JsonNode faults = faults("""
                [{"vendor": "twilio", "kind": "THROTTLE", "fired": 3}, {"vendor": "twilio", "kind": "THROTTLE", "fired": 4},
                 {"vendor": "fcm", "kind": "THROTTLE", "fired": 9}, {"vendor": "twilio", "kind": "RESET", "fired": 5}]""");

        assertThat(THROTTLE.shown(faults)).isEqualTo(7);
        assertThat(AskedFault.lacking(List.of(THROTTLE), faults)).isEmpty();
    }

    @Test
    void findsTheFaultThatWasHardlyShown() throws Exception {
        AskedFault reset = new AskedFault("twilio", "RESET", 3, 0.1, 2, 0);
        JsonNode faults = faults("""
                [{"vendor": "twilio", "kind": "THROTTLE", "fired": 3}, {"vendor": "twilio", "kind": "RESET", "fired": 2}]""");

        assertThat(AskedFault.lacking(List.of(THROTTLE, reset), faults))
                .containsExactly("twilio showed RESET only 2 of 3 times");
        assertThat(AskedFault.lacking(List.of(reset), faults("[]")))
                .containsExactly("twilio showed RESET only 0 of 3 times");
    }

    @Test
    void findsAShareThatIsFarFromWhatWasAskedFor() throws Exception {
        String all = """
                [{"vendor": "twilio", "kind": "THROTTLE", "fired": 3, "asked": 3},
                 {"vendor": "twilio", "kind": "THROTTLE", "fired": %d, "asked": %d, "share": 0.3}]""";

        assertThat(AskedFault.lacking(List.of(THROTTLE), faults(all.formatted(25, 100))))
                .isEmpty();
        assertThat(AskedFault.lacking(List.of(THROTTLE), faults(all.formatted(5, 100))))
                .singleElement()
                .asString()
                .startsWith("twilio was asked for a share of 0.3 of THROTTLE");
        assertThat(AskedFault.lacking(List.of(THROTTLE), faults(all.formatted(0, 10))))
                .as("too few calls to tell")
                .isEmpty();
    }

    private static JsonNode faults(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json);
    }
}
