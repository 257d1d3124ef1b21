package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Content;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlSafetyTest {

    private static List<Mistake> mistakes(String html) {
        DialectTree tree = Dialect.parse(html);
        assertThat(tree.mistakes()).isEmpty();
        return HtmlPlaces.of(tree).mistakes();
    }

    private static Form mail(String html) {
        return Form.of(
                "email",
                "en",
                Map.of("subject", "Hi ${name}", "html", html, "text", "x", "link", "https://s.example/"),
                Map.of());
    }

    private static Content.Email fill(Form form, String name) {
        return (Content.Email) ((Rendering.Filled) Samples.render(form, Samples.named(name))).content();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>${name}</p>",
                "<html><head><title>${name}</title><style>p { color: red }</style></head><body>${name}</body></html>",
                "<a href=\"${link}\" title=\"for ${name!\"you\"}\">x</a>",
                "<a href='${unsubscribe_url}'>x</a><img src=\"${picture}\" alt='${name}'>",
                "<a href=\"https://s.example/?a=${name}&b=${city}\">x</a>",
                "<a href='mailto:shop@example.com'>x</a><a href='tel:1'>x</a><a href='#x'>x</a>",
                "<#if name??><b>${name}</b><#else><i>you</i></#if>",
                "<img alt=\"<#if name??>${name}<#else>you</#if>\" src='https://s.example/x.png'>",
                "<ul><#list tags as t><li>${t}</li></#list></ul>",
                "<table><tr><#if name??><td>${name}</td></#if></tr></table>"
            })
    void takesVariablesWhereTheyAreSafe(String html) {
        assertThat(mistakes(html)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a title=${name}>x</a>",
                "<a href=${link}>x</a>",
                "<a href=\"${name}\">x</a>",
                "<a href=\"${link}${name}\">x</a>",
                "<a href=\"javascript:alert('${name}')\">x</a>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<a href=\"https://${name}/\">x</a>",
                "<a href=\"https://s.example/${name}\">x</a>",
                "<a href=\"<#if name??>https://a.example<#else>https://b.example</#if>\">x</a>",
                "<a onclick=\"x('${name}')\">x</a>",
                "<a onclick=\"x()\">x</a>",
                "<p style=\"color:${name}\">x</p>",
                "<p class=\"${name}\">x</p>",
                "<p ${name}>x</p>",
                "<p <#if name??>hidden</#if>>x</p>",
                "<${name}>x</${name}>",
                "<h${name}>x",
                "<p title=\"x\"${name}\">x</p>",
                "<!-- ${name} -->",
                "<!--[if mso]>${name}<![endif]-->",
                "<!${name}>",
                "<script>var x = '${name}'</script>",
                "<script>x()</script>",
                "<mj-text>${name}</mj-text>",
                "<mjml><mj-body></mj-body></mjml>",
                "<style>p { color: ${name} }</style>",
                "<iframe src='https://s.example/'></iframe>",
                "<object></object><form action='https://s.example'></form>",
                "<base href='https://s.example/'>",
                "<meta http-equiv=refresh content='0;url=https://s.example'>",
                "<img src='data:text/html,x'>",
                "<#if name??><a title=\"<#else>\"></#if>${name}",
                "<a title=\"<#if name??>\"><b title=\"</#if>\">x</a>"
            })
    void refusesWhereEscapingIsNotEnough(String html) {
        assertThat(mistakes(html))
                .isNotEmpty()
                .allSatisfy(mistake -> assertThat(mistake.message()).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"'><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</title></p></td>",
                "--><script>",
                "&lt;b&gt;",
                "a&b=c#d"
            })
    void keepsHostileValuesInTheirPlace(String hostile) {
        Form form = mail(
                "<title>${name}</title><p>${name}</p><a href=\"https://s.example/?n=${name}\" title='${name}'>x</a>");
        Document page = Jsoup.parse(fill(form, hostile).html());

        assertThat(page.select("p").text()).isEqualTo(hostile);
        assertThat(page.title()).isEqualTo(hostile);
        assertThat(page.select("a").attr("title")).isEqualTo(hostile);
        String query = java.net.URI.create(page.select("a").attr("href")).getRawQuery();
        assertThat(query).matches("n=[-\\w.%!'()*~]+");
        assertThat(java.net.URLDecoder.decode(query, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("n=" + hostile);
        assertThat(page.body().getAllElements()).hasSize(3);
    }

    @Test
    void letsNoNameAddAHeader() {
        assertThat(fill(mail("<p>x</p>"), "a\r\nBcc: all@example.com").subject())
                .isEqualTo("Hi a  Bcc: all@example.com");
    }

    @Test
    void tellsAFormThatLetsValuesBreakOut() {
        // Made by hand: the reader refuses it, so this shows that the trial would find it too.
        Form unsafe = mail("<p title=\"x\"${name}></p>");

        assertThat(new FormTrial(new FormRenderer()).findings(unsafe, "/message", Sentences.ENGLISH))
                .extracting(io.carillon.problem.Finding::code)
                .containsExactly("unsafe_text");
        assertThat(new FormTrial(new FormRenderer()).findings(mail("<p>${name}</p>"), "/message", Sentences.ENGLISH))
                .isEmpty();
    }

    @Test
    void takesAFormWhoseBranchesLookDifferent() {
        Form form = mail(
                "<#if name??><b>${name}</b><#else><i>you</i></#if><ul><#list tags as t><li>${t}</li></#list></ul>");

        assertThat(new FormTrial(new FormRenderer()).findings(form, "/message", Sentences.ENGLISH))
                .isEmpty();
    }

    @Test
    void laysHostileValuesOutInTheMailOfTheDefaultLayout() {
        Form form =
                Samples.split(Samples.MID_AUTUMN).forms().choose("email", "zh").orElseThrow();
        Document usual = Jsoup.parse(fill(form, "x").html());
        Document hostile = Jsoup.parse(
                fill(form, "</mj-text><script>alert(1)</script>${7*7}").html());

        assertThat(hostile.text()).contains("</mj-text><script>alert(1)</script>${7*7}");
        assertThat(hostile.getAllElements().eachAttr("href"))
                .isEqualTo(usual.getAllElements().eachAttr("href"));
        assertThat(hostile.getAllElements()).hasSameSizeAs(usual.getAllElements());
    }
}
