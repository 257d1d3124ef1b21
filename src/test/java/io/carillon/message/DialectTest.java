package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialectTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain text with $ and # and < and [1] and {braces}",
                "a < b, 5 $ each, #1, [#1 seller], </b>, <b>",
                "${name}",
                "${ name }",
                "${name!'会员'}",
                "${name!\"Dear member\"}",
                "${name!''}",
                "${name?upper_case}",
                "${traits.level?trim?cap_first!'x'}",
                "${traits.会员等级!'普通'}",
                "${name!'a}b'}",
                "<#if city??>in ${city}</#if>",
                "<#if city == '上海'>a<#elseif city != \"杭州\">b<#else>c</#if>",
                "<#list tags as tag>${tag} </#list>",
                "<#list traits.cart as item>${item.name} <#list item.sizes as size>${size}</#list></#list>",
                "${link} ${picture} ${unsubscribe_url}"
            })
    void takesWhatTheDialectHas(String source) {
        assertThat(Dialect.check(source)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<#assign x = 1>",
                "<#include 'x'>",
                "<#import 'x' as y>",
                "<#setting locale='x'>",
                "<#noescape>x</#noescape>",
                "<#noautoesc>x</#noautoesc>",
                "<#outputformat 'plainText'>x</#outputformat>",
                "<#macro m>x</#macro>",
                "<#function f>x</#function>",
                "<#global x = 1>",
                "<#attempt>x<#recover>y</#attempt>",
                "<#ftl output_format='plainText'>",
                "<#switch name><#case 'a'>x</#switch>",
                "<#-- comment -->",
                "<#noparse>${x}</#noparse>",
                "<@m/>",
                "</@m>",
                "<@'<#assign x=1>'?interpret />",
                "#{7}",
                "[#if name??]x[/#if]",
                "[#assign x=1]",
                "[@m/]",
                "[#-- comment --]",
                "${7*7}",
                "${'a' + name}",
                "${\"a\" + name}",
                "${name + name}",
                "${name?eval}",
                "${name?interpret}",
                "${'freemarker.template.utility.Execute'?new()}",
                "${name?new()}",
                "${name?api}",
                "${name?api.class}",
                "${name?left_pad(500000000)}",
                "${name?no_esc}",
                "${name?upper_case()}",
                "${name.class}",
                "${name['class']}",
                "${name.length()}",
                "${.data_model}",
                "${.vars['x']}",
                "${.now}",
                "${name!x}",
                "${name!}",
                "${name!'a' + 'b'}",
                "${name!'x'?eval}",
                "${name!'${7*7}'}",
                "${name!'#{7}'}",
                "${name!'a\\'b'}",
                "${name! ‘x’}",
                "${(name)!'x'}",
                "${name??}",
                "${name",
                "${}",
                "${name\n}",
                "${tags}",
                "${traits}",
                "${nmae}",
                "${names}",
                "${password}",
                "<#if name>x</#if>",
                "<#if name?? && city??>x</#if>",
                "<#if name = 'x'>x</#if>",
                "<#if name == city>x</#if>",
                "<#if name?new()??>x</#if>",
                "<#if name.class??>x</#if>",
                "<#if name??>x",
                "</#if>",
                "<#if name??>x</#list>",
                "<#else>",
                "<#if name??>a<#else>b<#else>c</#if>",
                "<#if name??>a<#else>b<#elseif city??>c</#if>",
                "<#if name",
                "<#list 1..1000000000 as x>x</#list>",
                "<#list name as x>${x}</#list>",
                "<#list tags as name>${name}</#list>",
                "<#list tags>x</#list>",
                "<#list tags as x><#list tags as x>x</#list></#list>",
                "<#list tags as x>a<#else>b</#list>",
                "<#list tags as x, y>a</#list>",
                "${tag}<#list tags as tag></#list>${tag}",
                "<#list tags as a><#list tags as b><#list tags as c>x</#list></#list></#list>"
            })
    void refusesWithAPositionWhatItDoesNotHave(String source) {
        List<Mistake> mistakes = Dialect.check("First line\n  x " + source);

        assertThat(mistakes).isNotEmpty();
        assertThat(mistakes.get(0).line()).isEqualTo(2);
        assertThat(mistakes.get(0).column()).isGreaterThanOrEqualTo(5);
        assertThat(mistakes).allSatisfy(mistake -> {
            assertThat(mistake.message()).isNotBlank();
            assertThat(mistake.expected()).isNotBlank();
        });
    }

    @Test
    void saysHowATraitIsWrittenThatIsNamedAsItsColumnInAnImport() {
        assertThat(Dialect.parse("${trait_spend}").mistakes())
                .singleElement()
                .satisfies(mistake -> assertThat(mistake.message()).endsWith("written as traits.spend"));
        assertThat(Dialect.parse("${spend}").mistakes())
                .singleElement()
                .satisfies(mistake -> assertThat(mistake.message()).endsWith("written as traits.spend"));
    }

    @Test
    void countsColumnsInCharactersAndNamesEveryMistake() {
        List<Mistake> mistakes = Dialect.check("🎑月${nmae}\n<#if city>x</#if> ${name?eval}");

        assertThat(mistakes)
                .extracting(Mistake::line, Mistake::column)
                .containsExactly(tuple(1, 3), tuple(2, 1), tuple(2, 19));
        assertThat(mistakes.get(0).message()).contains("did you mean 'name'?");
        assertThat(mistakes.get(1).message()).contains("city??");
        assertThat(mistakes.get(2).message()).contains("?eval");
    }

    @Test
    void refusesATextThatCouldRunForLong() {
        String many = "${x.a}".repeat(100);
        String source = "<#list traits.a as x><#list x.b as y>" + many + "</#list></#list>";

        assertThat(Dialect.check(source)).extracting(Mistake::code).containsExactly("too_much");
        assertThat(Dialect.check("<#if name??>".repeat(7) + "x" + "</#if>".repeat(7)))
                .extracting(Mistake::code)
                .containsExactly("too_deep");
    }

    @Test
    void readsHugeHostileSourcesWithoutHarm() {
        assertThat(Dialect.check("${".repeat(20_000))).hasSize(20);
        assertThat(Dialect.check("<#if name??>".repeat(5_000))).isNotEmpty();
        assertThat(Dialect.check("${" + "a.".repeat(20_000) + "}")).isNotEmpty();
        assertThat(Dialect.check("${name" + "?trim".repeat(60) + "}")).isNotEmpty();
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }
}
