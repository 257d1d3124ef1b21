package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormsTest {
    private static Form form(String locale) {
        return Form.of("sms", locale, Map.of("text", "x " + locale), Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "zh, zh",
        "en, en",
        "en-US, en-US",
        "en_us, en-US",
        "en-GB, en",
        "zh-CN, zh",
        "zh_Hans_CN, zh",
        "pt-BR, pt-PT",
        "fr, zh",
        "'', zh",
        "'??', zh",
        "'-', zh"
    })
    void choosesExactThenLanguageThenDefault(String person, String chosen) {
        Forms forms = new Forms("zh", List.of(form("zh"), form("en-US"), form("en"), form("pt-PT")));

        assertThat(forms.choose("sms", person)).map(Form::locale).contains(chosen);
    }

    @Test
    void choosesTheDefaultForWhoHasNoLocaleAndNothingForAnotherChannel() {
        Forms forms = new Forms("zh", List.of(form("en"), form("zh")));

        assertThat(forms.choose("sms", null)).map(Form::locale).contains("zh");
        assertThat(forms.choose("email", "zh")).isEmpty();
    }

    @Test
    void namesAFormByItsContent() {
        assertThat(form("zh").id())
                .isEqualTo(form("zh").id())
                .isNotEqualTo(form("en").id());
        BindingTemplate one = new BindingTemplate("S", "T", Map.of("a", "b"), null);
        BindingTemplate other = new BindingTemplate("S", "T", Map.of("a", "c"), null);
        assertThat(Form.of("sms", "zh", Map.of("text", "x"), Map.of("acc", one)).id())
                .isNotEqualTo(Form.of("sms", "zh", Map.of("text", "x"), Map.of("acc", other))
                        .id());
    }
}
