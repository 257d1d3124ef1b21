package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.channel.Content;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormRendererTest {
    private final FormRenderer renderer = new FormRenderer();

    private static Form push(String title, String body, Map<String, String> links) {
        Map<String, String> fields = new java.util.HashMap<>(links);
        fields.put("title", title);
        fields.put("body", body);
        return Form.of("push", "en", fields, Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hi ${name}                                          | Hi 王小明",
                "${external_id?lower_case}                           | m-7",
                "${traits.level?cap_first}, ${traits.points} points  | Gold, 120 points",
                "${traits.none!'x'}${traits.none.deeper!\"y\"}       | xy",
                "${gender?upper_case!'x'}                            | x",
                "<#if city??>in ${city}<#else>-</#if>                | in 上海",
                "<#if gender??>in ${gender}<#else>-</#if>            | -",
                "<#if city == '上海'>A<#elseif city == '杭州'>B</#if>!  | A!",
                "<#if gender != 'f'>not f</#if>                      | not f",
                "<#if tags??>has</#if><#if traits.points == '120'> p</#if> | has p",
                "<#list tags as tag>[${tag}]</#list>                 | [member][tea]",
                "<#list traits.none as x>${x}</#list>-               | -",
                "a < b </b> [# ] { } ' \" 100% # $5                  | a < b </b> [# ] { } ' \" 100% # $5"
            })
    void fillsIn(String source, String expected) {
        assertThat(Samples.text(Samples.sms(source), Samples.WANG)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "${gender}, gender",
        "${name} ${traits.none}, traits.none",
        "${traits.level.deeper}, traits.level.deeper",
        "<#if city??>${gender}</#if>, gender",
        "<#list tags as t>${t.name}</#list>x, tags"
    })
    void saysWhichVariableIsMissingInsteadOfLeavingAGap(String source, String variable) {
        assertThat(Samples.render(Samples.sms(source), Samples.WANG)).isEqualTo(new Rendering.Missing(variable));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\u3000", "\n", "\u0000", "\u202e"})
    void takesABlankValueForNone(String blank) {
        assertThat(Samples.render(Samples.sms("Hi ${name}"), Samples.named(blank)))
                .isEqualTo(new Rendering.Missing("name"));
        assertThat(Samples.text(Samples.sms("Hi ${name!'you'}"), Samples.named(blank)))
                .isEqualTo("Hi you");
    }

    @Test
    void sendsNothingBlankAndNothingTooLong() {
        assertThat(Samples.render(Samples.sms("<#if gender??>Hi</#if>"), Samples.WANG))
                .isEqualTo(new Rendering.Missing("gender"));
        assertThat(Samples.render(Samples.sms("${name}${name}"), Samples.named("x".repeat(900))))
                .isEqualTo(new Rendering.Missing("name"));
        assertThat(Samples.render(Samples.sms("${name}"), Samples.named("x".repeat(10_000))))
                .isEqualTo(new Rendering.Missing("name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${7*7}",
                "#{7*7}",
                "<#assign x = 1>${x}",
                "<@m/>",
                "[#if x]",
                "${name}",
                "<#-- x -->",
                "\"'`\\",
                "${\"freemarker.template.utility.Execute\"?new()(\"id\")}"
            })
    void neverInterpretsWhatAPersonsValueSays(String hostile) {
        assertThat(Samples.text(Samples.sms("Hi ${name?trim}!"), Samples.named(hostile)))
                .isEqualTo("Hi " + hostile + "!");
        assertThat(Samples.text(
                        Samples.sms("<#list tags as t>${t}</#list>"), new Person(1, Map.of("tags", List.of(hostile)))))
                .isEqualTo(hostile);
    }

    @Test
    void letsNoValueAddALine() {
        Form form = push("Hi ${name}", "x", Map.of());
        Content.Push push = (Content.Push)
                ((Rendering.Filled) Samples.render(form, Samples.named("a\r\nBcc: b@example.com\u2028\u0085c\u202e")))
                        .content();

        assertThat(push.title()).isEqualTo("Hi a  Bcc: b@example.com  c");
    }

    @Test
    void encodesValuesInLinksAndTakesTheLinkOfTheAttemptFirst() {
        Form form = push(
                "${name}",
                "${link}",
                Map.of(
                        "link",
                        "https://shop.example/x?who=${external_id}&c=${city!'a b'}",
                        "picture",
                        "https://p.example/x"));
        Person person = new Person(1, Map.of("name", "A", "external_id", "M&7=#/ü"));

        Content.Push push = (Content.Push) ((Rendering.Filled) Samples.render(form, person)).content();
        assertThat(push.link()).isEqualTo("https://shop.example/x?who=M%267%3D%23%2F%C3%BC&c=a%20b");
        assertThat(push.body()).isEqualTo(push.link());

        RenderLinks links = new RenderLinks("https://s.example/1", "https://u.example/", "t");
        Rendering.Filled filled = (Rendering.Filled) renderer.render(form, null, Samples.named("A"), links);
        assertThat(((Content.Push) filled.content()).link()).isEqualTo("https://s.example/1");
        assertThat(filled.values())
                .containsExactlyInAnyOrderEntriesOf(Map.of("name", "A", "link", "https://s.example/1"));
        assertThat(Samples.render(form, Samples.named("A"))).isEqualTo(new Rendering.Missing("external_id"));
    }

    @Test
    void boundsLists() {
        Person many = new Person(1, Map.of("tags", Collections.nCopies(10_000, "a")));

        assertThat(Samples.text(Samples.sms("<#list tags as t>${t}</#list>"), many))
                .isEqualTo("a".repeat(50));
    }

    @Test
    void readsItemsWithPartsAndListsWithinLists() {
        Person person = new Person(
                1,
                Map.of(
                        "traits",
                        Map.of(
                                "cart",
                                List.of(
                                        Map.of("name", "茶", "sizes", List.of("S", "M")),
                                        Map.of("name", "月饼", "price", 12.50)))));
        Form form = Samples.sms("<#list traits.cart as item>${item.name}<#list item.sizes as s>-${s}</#list>"
                + "<#if item.price??> ${item.price}</#if>;</#list>");

        assertThat(Samples.text(form, person)).isEqualTo("茶-S-M;月饼 12.5;");
        assertThat(Samples.render(Samples.sms("<#list traits.cart as item>${item.price}</#list>"), person))
                .isEqualTo(new Rendering.Missing("traits.cart.price"));
    }

    @Test
    void sendsNoWechatValueThatWechatWouldRefuse() {
        Form form = Form.of(
                "wechat.subscribe",
                "zh",
                Map.of(),
                Map.of(
                        "shop",
                        new BindingTemplate(
                                null,
                                "T1",
                                Map.of("thing1", "${name}", "phrase2", "${city!'无'}"),
                                "pages/x?n=${name}")));

        assertThat(Samples.render(form, Samples.WANG))
                .isInstanceOfSatisfying(
                        Rendering.Filled.class,
                        filled -> assertThat(filled.content())
                                .isEqualTo(new Content.WechatSubscribe(
                                        "T1",
                                        Map.of("thing1", "王小明", "phrase2", "上海"),
                                        "pages/x?n=%E7%8E%8B%E5%B0%8F%E6%98%8E")));
        assertThat(Samples.render(form, Samples.named("长".repeat(21)))).isEqualTo(new Rendering.Missing("name"));
        assertThat(Samples.render(form, new Person(1, Map.of("name", "A", "city", "Hangzhou"))))
                .isEqualTo(new Rendering.Missing("city"));
        assertThatThrownBy(() -> renderer.render(form, "other", Samples.WANG, Samples.LINKS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsAFormOnceAndForgetsWhatItHasNoRoomFor() {
        assertThat(renderer.compiled(Samples.sms("Hi ${name}"))).isSameAs(renderer.compiled(Samples.sms("Hi ${name}")));
        for (int i = 0; i < 100; i++) {
            String html = "<p>${name} " + i + "</p>" + "x".repeat(50_000);
            Form form = Form.of("email", "en", Map.of("subject", "x", "html", html, "text", "x"), Map.of());
            assertThat(renderer.render(form, null, Samples.WANG, Samples.LINKS)).isInstanceOf(Rendering.Filled.class);
        }

        assertThat(renderer.kept()).isBetween(1L, 40L);
    }

    @Test
    void saysNothingOfPeopleWhenPrinted() {
        Rendering rendering = Samples.render(Samples.sms("Hi ${name}"), Samples.WANG);

        assertThat(rendering.toString() + Samples.WANG + Samples.LINKS).doesNotContain("王", "carillon");
    }
}
