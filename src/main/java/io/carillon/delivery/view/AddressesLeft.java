package io.carillon.delivery.view;

import io.carillon.channel.AddressKind;
import io.carillon.problem.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What somebody's addresses come to, where all that there is is of no use: {@code none}, or one kind of address of which every
 * one ended, as {@code mailbox:bounced}. Of several ends the first of bounced, dead, invalid counts.
 */
final class AddressesLeft {
    /** Of nobody known. */
    static final String NONE = "none";

    private static final String MORE = "more";
    /** Of the addresses {@code a} of one person: how they ended, if every one did. */
    static final String HOW_ENDED = "case when bool_or(a.status = 'bounced') then 'bounced'"
            + " when bool_or(a.status = 'dead') then 'dead' else 'invalid' end";
    /** The same of the person; whoever has more than that is {@code more}. */
    static final String SQL = "case when count(a.id) = 0 then '" + NONE
            + "' when count(distinct a.kind) > 1 or bool_or(" + AddressKind.SENDABLE + ") then '" + MORE
            + "' else min(a.kind) || ':' || " + HOW_ENDED + " end";

    private static final List<String> ENDS = List.of("bounced", "dead", "invalid");

    private AddressesLeft() {}

    /** All values but that of people who have more. */
    static List<String> values() {
        return Stream.concat(
                        Stream.of(NONE),
                        Arrays.stream(AddressKind.values())
                                .flatMap(kind -> ENDS.stream().map(end -> kind.id() + ":" + end)))
                .toList();
    }

    /** How a sentence about such people ends, as "nothing but a mailbox that bounced". */
    static String text(String left, Locale language) {
        if (left.equals(NONE)) {
            return Texts.text(language, "left.none");
        }
        String[] parts = left.split(":", 2);
        return Texts.text(
                language,
                "left.only",
                Texts.text(language, "left." + parts[0]),
                Texts.text(language, "left." + parts[1]));
    }
}
