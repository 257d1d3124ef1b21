package io.carillon.delivery.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a run says which language its texts are in. */
@QuarkusTest
class RunLanguageTest extends TownTest {
    private long run;

    @BeforeEach
    void sendToSomebodyWithoutAddress() {
        town.person("nowhere");
        run = town.launch("");
        town.work();
    }

    @ParameterizedTest
    @ValueSource(strings = {"progress", "result", "deliveries", "gaps"})
    void everyViewSaysInWhichLanguageItSpeaks(String view) {
        Response chinese = asked(view, "fr, zh-CN;q=0.8, en;q=0.5");
        Response english = asked(view, "en");

        assertThat(chinese.headers().getValues("Content-Language")).containsExactly("zh");
        assertThat(chinese.headers().getValues("Vary")).containsExactly("Accept-Language");
        assertThat(english.headers().getValues("Content-Language")).containsExactly("en");
        assertThat(english.headers().getValues("Vary")).containsExactly("Accept-Language");
    }

    @ParameterizedTest
    @CsvSource({"gaps, zh, \\p{IsHan}", "gaps, en, 'No .*address|no .*address'", "deliveries, zh, \\p{IsHan}"})
    void textsAreInThatLanguage(String view, String language, String text) {
        assertThat(asked(view, language).asString()).containsPattern(text);
    }

    private Response asked(String view, String languages) {
        Response answer = town.api().header("Accept-Language", languages).get("/api/campaigns/" + run + "/" + view);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }
}
