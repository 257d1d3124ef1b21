package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Content;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jsoup.Jsoup;

/** Whatever is written as a text: refused with its place, or filled in within bounds, and never more than a text. */
class HostileTextsTest {
    private static final int LONGEST_FILLED = 1_600;
    /** Far above what a text takes; a text that does not end takes for ever. */
    private static final Duration FOR_EVER = Duration.ofSeconds(20);

    private static final List<String> TEXTS = List.of(
            "Hi ${name!'you'}, ${traits.level?trim?cap_first!'x'} of ${city!\"somewhere\"}",
            "<#if city??>in ${city}<#elseif name == 'x'>b<#else>c</#if> end",
            "<#list tags as tag>${tag} <#if tag == 'tea'>!</#if></#list>done",
            "<#list traits.cart as item>${item.name} <#list item.sizes as size>${size}</#list></#list>x");

    private static final List<String> PIECES = List.of(
            "${",
            "}",
            "#{",
            "<#",
            "</#",
            ">",
            "<@",
            "[#",
            "]",
            "${name}",
            "<#if name??>",
            "</#if>",
            "<#else>",
            "<#list tags as t>",
            "</#list>",
            "${t}",
            "?eval",
            "?new()",
            "?interpret",
            "?api",
            "?left_pad(9999999)",
            "!'x'",
            "'",
            "\"",
            "\\",
            "(",
            ")",
            "..",
            "1..9999999",
            "<#assign a = a + a>",
            "<#macro m>",
            "<@m/>",
            "<#--",
            "-->",
            ".class",
            ".data_model",
            ".vars",
            "\n",
            "\0",
            "\u202e",
            "\ud83d",
            "$",
            "#",
            "&lt;",
            "<script>",
            "</p>",
            " ",
            "name",
            "==",
            "&&");

    @Property(tries = 2000)
    void isRefusedWithItsPlaceOrStaysWithinBounds(@ForAll("texts") String text) {
        List<Mistake> mistakes = Dialect.check(text);

        long lines = text.chars().filter(c -> c == '\n').count() + 1;
        assertThat(mistakes).allSatisfy(mistake -> {
            assertThat(mistake.line()).isBetween(1, (int) lines);
            assertThat(mistake.column()).isBetween(1, text.length() + 1);
            assertThat(mistake.message()).isNotBlank();
        });
        if (mistakes.isEmpty() && !text.isBlank()) {
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(FOR_EVER, () -> {
                for (Person person : List.of(Samples.WANG, Samples.NOBODY, Samples.named("${7*7}<#assign a=1>"))) {
                    if (Samples.render(Samples.sms(text), person) instanceof Rendering.Filled filled) {
                        assertThat(((Content.Sms) filled.content()).text()).hasSizeLessThanOrEqualTo(LONGEST_FILLED);
                    }
                }
            });
        }
    }

    @Property(tries = 300)
    void noValueBecomesAPartOfThePage(@ForAll("values") String value) {
        Form form = Form.of(
                "email",
                "en",
                Map.of(
                        "subject", "Hi ${name!'you'}",
                        "html",
                                "<p title=\"${name!'x'}\">Hi ${name!'you'} <a href=\"https://shop.example/?who=${name!'x'}\">go</a></p>",
                        "text", "Hi ${name!'you'}"),
                Map.of());
        Content.Email usual = email(form, "x");
        Content.Email filled = email(form, value);

        assertThat(Jsoup.parse(filled.html()).getAllElements())
                .hasSameSizeAs(Jsoup.parse(usual.html()).getAllElements());
        assertThat(Jsoup.parse(filled.html()).select("p").first().attributes().size())
                .isEqualTo(1);
        assertThat(filled.subject()).doesNotContain("\n", "\r", "\u2028", "\0");
        assertThat(filled.html()).doesNotContain("<script", "49");
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> built = Arbitraries.of(PIECES).list().ofMaxSize(14).map(parts -> String.join("", parts));
        Arbitrary<String> mutated =
                Arbitraries.of(TEXTS).flatMap(text -> Arbitraries.randomValue(random -> mutated(text, random)));
        return Arbitraries.oneOf(built, mutated, Arbitraries.strings().ofMaxLength(60));
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        PIECES.stream().filter(text -> !text.contains("9")).toList()),
                Arbitraries.of(
                        "\" onload=\"x",
                        "'>",
                        "<img src=x>",
                        "<script>alert(1)</script>",
                        "${7*7}",
                        "\r\nBcc: a@b",
                        "javascript:"),
                Arbitraries.strings()
                        .withCharRange(' ', 'Z')
                        .excludeChars('4', '9')
                        .ofMaxLength(8));
        return piece.list().ofMinSize(1).ofMaxSize(5).map(parts -> String.join("", parts));
    }

    /** The text with a few places changed, as by a slip or by somebody who tries. */
    private static String mutated(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(changed.length() + 1);
            if (random.nextBoolean()) {
                changed.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            } else {
                changed.delete(at, Math.min(changed.length(), at + 1 + random.nextInt(5)));
            }
        }
        return changed.toString();
    }

    private static Content.Email email(Form form, String name) {
        return (Content.Email) ((Rendering.Filled) Samples.render(form, Samples.named(name))).content();
    }
}
