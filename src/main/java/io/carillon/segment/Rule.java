package io.carillon.segment;

import io.carillon.channel.AddressKind;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A segment's rule, read and checked: what {@link RuleSql} can turn into SQL without asking further. Immutable. */
sealed interface Rule {

    /** Everybody. */
    record Everyone() implements Rule {}

    /** All of them hold. */
    record All(List<Rule> rules) implements Rule {}

    /** At least one holds. */
    record Any(List<Rule> rules) implements Rule {}

    /** It does not hold. */
    record Not(Rule rule) implements Rule {}

    /**
     * A trait compared.
     *
     * @param value {@code String}, {@code BigDecimal}, {@code Boolean} or {@code LocalDate}, or a list of one of them
     */
    record Trait(TraitField field, Operator operator, Object value) implements Rule {}

    /** Carries the tag. */
    record Tag(String tag) implements Rule {}

    /** {@code state} is null for people who never said anything. */
    record Consent(
            ChannelKind channel, Purpose purpose, @Nullable String state) implements Rule {}

    /** Has, or has not, an address of that kind, status and (if given) scope. */
    record Address(
            AddressKind kind, String status, @Nullable String scope, boolean isThere) implements Rule {}

    /** Stands in that list. */
    record InList(long list) implements Rule {}

    /** Is one of these. */
    record ExternalId(List<String> ids) implements Rule {}
}
