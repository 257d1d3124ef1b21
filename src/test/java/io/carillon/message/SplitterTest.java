package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Content;
import io.carillon.channel.Purpose;
import io.carillon.problem.Finding;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {
    private final FormRenderer renderer = new FormRenderer();

    private Content fill(Split split, String channel, String locale, Person person) {
        Form form = split.forms().choose(channel, locale).orElseThrow();
        Rendering rendering = renderer.render(form, null, person, Samples.LINKS);
        assertThat(rendering).isInstanceOf(Rendering.Filled.class);
        return ((Rendering.Filled) rendering).content();
    }

    @Test
    void makesEveryChannelsFormInEveryLocale() {
        Split split = Samples.split(Samples.MID_AUTUMN);

        assertThat(split.findings()).isEmpty();
        assertThat(split.forms().forms())
                .extracting(Form::channel, Form::locale)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("sms", "zh"),
                        org.assertj.core.groups.Tuple.tuple("sms", "en"),
                        org.assertj.core.groups.Tuple.tuple("email", "zh"),
                        org.assertj.core.groups.Tuple.tuple("email", "en"),
                        org.assertj.core.groups.Tuple.tuple("push", "zh"),
                        org.assertj.core.groups.Tuple.tuple("push", "en"),
                        org.assertj.core.groups.Tuple.tuple("wechat.subscribe", "zh"));
        assertThat(split.forms().forms()).extracting(Form::id).doesNotHaveDuplicates();
    }

    @Test
    void fillsTheShippedMessageIn() {
        Split split = Samples.split(Samples.MID_AUTUMN);

        Content.Sms sms = (Content.Sms) fill(split, "sms", "zh-CN", Samples.WANG);
        assertThat(sms.text()).isEqualTo("王小明，中秋满300减50 https://shop.example/mid-autumn 拒收请回复R");
        assertThat(sms.parts()).isEqualTo(1);
        assertThat(((Content.Sms) fill(split, "sms", "en-GB", Samples.NOBODY)).text())
                .isEqualTo("Dear member, 50 off 300 https://shop.example/mid-autumn Reply STOP to opt out");
        assertThat(fill(split, "push", "fr", Samples.WANG))
                .isEqualTo(new Content.Push(
                        "中秋好礼",
                        "王小明，满300减50，三天有效",
                        "https://shop.example/moon.jpg",
                        "https://shop.example/mid-autumn",
                        "push-token"));
        assertThat(fill(split, "wechat.subscribe", "zh", Samples.NOBODY))
                .isEqualTo(new Content.WechatSubscribe(
                        "TM00001", Map.of("thing1", "中秋好礼", "thing2", "满300减50"), "https://shop.example/mid-autumn"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<#if traits.level??>Gold members save 50</#if>",
                "<#if traits.level == 'gold'>Save 50<#elseif city == '杭州'>Save 20<#else> </#if>",
                "<#list tags as tag>${tag} </#list>",
                "${name!''}",
                "${name!' '}<#if city??>in ${city}</#if>"
            })
    void whoWouldGetNoWordOfTheAuthorsGetsNothingOnAnyChannel(String text) {
        String json =
                "{\"defaultLocale\": \"en\", \"title\": \"Offer\", \"link\": \"https://shop.example/x\", \"text\": \""
                        + text + "\"}";
        for (String channel : List.of("sms", "email", "push")) {
            Form form = Samples.split(json).forms().choose(channel, "en").orElseThrow();

            assertThat(Samples.render(form, Samples.WANG)).as(channel).isInstanceOf(Rendering.Filled.class);
            assertThat(Samples.render(form, Samples.NOBODY)).as(channel).isInstanceOf(Rendering.Missing.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Save 50<#if city??> in ${city}</#if>",
                "<#if city??>${city}<#else>Everywhere</#if>",
                "${name!'You'}"
            })
    void whoGetsAWordOfTheAuthorsGetsTheMessage(String text) {
        String json = "{\"defaultLocale\": \"en\", \"title\": \"Offer\", \"text\": \"" + text + "\"}";
        for (String channel : List.of("sms", "email", "push")) {
            Form form = Samples.split(json).forms().choose(channel, "en").orElseThrow();

            assertThat(Samples.render(form, Samples.NOBODY)).as(channel).isInstanceOf(Rendering.Filled.class);
            assertThat(form.fields())
                    .as("as before, for whoever read it before")
                    .doesNotContainKey(Form.OWN);
        }
    }

    @Test
    void fillsTheApprovedTemplateOfTheAccount() {
        Form form =
                Samples.split(Samples.MID_AUTUMN).forms().choose("sms", "zh").orElseThrow();

        Rendering.Filled filled =
                (Rendering.Filled) renderer.render(form, "aliyun-marketing", Samples.WANG, Samples.LINKS);

        assertThat(((Content.Sms) filled.content()).binding())
                .isEqualTo(new Content.Binding("钟楼商城", "SMS_123456789", Map.of("name", "王小明")));
        assertThat(filled.values()).containsEntry("name", "王小明");
        assertThat(form.variables()).containsExactly("link", "name");
    }

    @Test
    void makesAMailThroughMjmlWithItsVariablesLeftIn() {
        Split split = Samples.split(Samples.MID_AUTUMN);
        Content.Email mail = (Content.Email) fill(split, "email", "zh", Samples.WANG);
        Document page = Jsoup.parse(mail.html());

        assertThat(mail.subject()).isEqualTo("中秋好礼");
        assertThat(page.text()).contains("中秋好礼", "王小明，满300减50，三天有效", "查看详情", "退订");
        assertThat(page.select("a[href=https://shop.example/mid-autumn]")).hasSize(1);
        assertThat(page.select("a[href=https://carillon.example/u/abc]")).hasSize(1);
        assertThat(page.select("img[src=https://shop.example/moon.jpg]").attr("alt"))
                .isEqualTo("中秋好礼");
        assertThat(page.select("script, link, mj-text, mj-section")).isEmpty();
        assertThat(mail.html()).doesNotContain("${", "\ue000", "\ue001");
        assertThat(mail.text()).isEqualTo("""
                        中秋好礼

                        王小明，满300减50，三天有效

                        查看详情: https://shop.example/mid-autumn

                        退订: https://carillon.example/u/abc""");
        assertThat(mail.unsubscribeUrl()).isEqualTo("https://carillon.example/u/abc");
    }

    @Test
    void warnsOfAMarketingPageWithoutAWayOut() {
        String mail = """
                {"defaultLocale": "en", "title": "Sale", "text": "Half off", "overrides": {"email": {"html": "<p>Half off</p>%s"}}}
                """;
        String wayOut = "<a href='${unsubscribe_url}'>Unsubscribe</a>";

        assertThat(Samples.split(mail.formatted(""), Purpose.MARKETING, ChannelKind.EMAIL)
                        .findings())
                .extracting(Finding::code)
                .containsExactly("no_unsubscribe");
        assertThat(Samples.split(mail.formatted(wayOut), Purpose.MARKETING, ChannelKind.EMAIL)
                        .findings())
                .isEmpty();
        assertThat(Samples.split(mail.formatted(""), Purpose.SERVICE, ChannelKind.EMAIL)
                        .findings())
                .isEmpty();
    }

    @Test
    void showsWhatTheAuthorTypedAsTextInTheMail() {
        Split split = Samples.split("""
                {"defaultLocale": "en", "title": "R&D <b> \\"deal\\"", "text": "1 < 2 & ${name!'<i>you</i>'}\\nsecond &amp; line"}
                """, Purpose.SERVICE, ChannelKind.EMAIL);
        assertThat(split.findings()).isEmpty();
        Content.Email mail = (Content.Email) fill(split, "email", "en", Samples.NOBODY);

        assertThat(Jsoup.parse(mail.html()).wholeText())
                .contains("R&D <b> \"deal\"", "1 < 2 & <i>you</i>", "second &amp; line");
        assertThat(Jsoup.parse(mail.html()).select("b, i")).isEmpty();
        assertThat(mail.html()).doesNotContain("Unsubscribe");
    }

    @Test
    void addsOptOutWordsToMarketingTextsThatHaveNone() {
        String json = """
                {"defaultLocale": "zh", "text": {"zh": "满300减50", "en": "50 off 300", "fr": "50 offerts"},
                 "link": "https://shop.example/x"}
                """;
        Split marketing = Samples.split(json, Purpose.MARKETING, ChannelKind.SMS);
        Split service = Samples.split(json, Purpose.SERVICE, ChannelKind.SMS);

        assertThat(((Content.Sms) fill(marketing, "sms", "zh", Samples.NOBODY)).text())
                .isEqualTo("满300减50 https://shop.example/x 拒收请回复R");
        assertThat(((Content.Sms) fill(marketing, "sms", "fr", Samples.NOBODY)).text())
                .endsWith("Reply STOP to opt out");
        assertThat(((Content.Sms) fill(service, "sms", "en", Samples.NOBODY)).text())
                .isEqualTo("50 off 300 https://shop.example/x");
    }

    @Test
    void aLocaleThatIsNotWholeHasNoFormAndSaysSo() {
        Split split = Samples.split("""
                {"defaultLocale": "zh", "title": {"zh": "好礼", "en": "A gift", "en-GB": "A present"},
                 "text": {"zh": "满减", "en": "Off"}}
                """, Purpose.SERVICE, ChannelKind.PUSH);

        assertThat(split.isSendable()).isTrue();
        assertThat(split.findings())
                .extracting(Finding::place, Finding::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/message/text/en-GB", "missing_locale"));
        assertThat(split.forms().choose("push", "en-GB").orElseThrow().locale()).isEqualTo("en");
        assertThat(split.forms().choose("push", "fr").orElseThrow().locale()).isEqualTo("zh");
    }

    @Test
    void theDefaultLocaleMustBeWhole() {
        Split split = Samples.split("""
                {"defaultLocale": "zh", "title": {"en": "A gift"}, "text": {"zh": "满减", "en": "Off"}}
                """, Purpose.SERVICE, ChannelKind.PUSH);

        assertThat(split.isSendable()).isFalse();
        assertThat(split.findings())
                .extracting(Finding::place, Finding::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/message/title/zh", "missing_locale"));
    }

    @Test
    void saysWhatAChannelNeeds() {
        Split split = Samples.split("{\"defaultLocale\": \"zh\", \"text\": \"${name}看 ${link}\"}");

        assertThat(split.findings())
                .extracting(Finding::place)
                .containsExactlyInAnyOrder(
                        "/message/link",
                        "/message/title",
                        "/message/title",
                        "/message/overrides/wechat.subscribe/bindings");
        assertThat(Samples.split(
                                "{\"defaultLocale\":\"zh\",\"title\":\"x\",\"text\":\"" + "长".repeat(700) + "\"}",
                                Purpose.SERVICE,
                                ChannelKind.PUSH)
                        .findings())
                .extracting(Finding::place, Finding::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/message/text", "too_long"));
    }

    @Test
    void survivesBeingStoredAsJson() throws JsonProcessingException {
        Forms forms = Samples.split(Samples.MID_AUTUMN).forms();

        Forms read = Samples.JSON.readValue(Samples.JSON.writeValueAsString(forms), Forms.class);

        assertThat(read).isEqualTo(forms);
        assertThat(Samples.split(Samples.MID_AUTUMN).forms()).isEqualTo(forms);
    }
}
