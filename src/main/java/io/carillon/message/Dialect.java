package io.carillon.message;

import java.util.List;

/**
 * The small language in which marketers write: text with
 *
 * <ul>
 *   <li>{@code ${name}}, {@code ${name!'Dear member'}}, {@code ${traits.level?upper_case}}, with the built-ins
 *       {@code ?upper_case}, {@code ?lower_case}, {@code ?cap_first} and {@code ?trim};
 *   <li>{@code <#if city??>…<#elseif city == 'x'>…<#else>…</#if>}, also with {@code !=};
 *   <li>{@code <#list tags as tag>…</#list>} over a list of the person's, of which the first 50 items are taken.
 * </ul>
 *
 * <p>All else that FreeMarker knows is refused here, before FreeMarker sees anything. What is allowed is read into a tree,
 * and what FreeMarker gets is written anew from that tree with names of our own, so that no two parsers have to agree.
 * How long a text may take is bounded by its tree: nesting, lists within lists, and how many steps it can run to.
 */
public final class Dialect {
    /** After so many the rest of a text is not looked at. */
    static final int MOST_MISTAKES = 20;

    private Dialect() {}

    /** What is wrong with a text, in the order of the text; nothing if it may be used. */
    public static List<Mistake> check(String source) {
        return parse(source).mistakes();
    }

    /** Reads a text; the tree is to be used only if there are no mistakes. */
    static DialectTree parse(String source) {
        return new DialectParser(source).parse();
    }
}
