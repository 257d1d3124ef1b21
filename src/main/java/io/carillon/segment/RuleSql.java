package io.carillon.segment;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders a rule as a condition over {@code profile p}. Every leaf is true or false, never null, so that {@code not} is
 * the exact opposite. Statements are put together from constants of this class only; whatever came from a rule is bound.
 */
final class RuleSql {
    // A free trait that reads as a number; the bound on digits keeps the cast from failing.
    private static final String NUMBER = "'^[+-]?[0-9]{1,30}([.][0-9]{1,30})?$'";

    private static final String DATE = "'^[0-9]{4}-[0-9]{2}'";

    private final List<Object> binds = new ArrayList<>();

    /** What to bind, in the order of the marks. */
    List<Object> binds() {
        return binds;
    }

    String render(Rule rule) {
        if (rule instanceof Rule.All all) {
            return join(all.rules(), " and ");
        } else if (rule instanceof Rule.Any any) {
            return join(any.rules(), " or ");
        } else if (rule instanceof Rule.Not not) {
            return "not " + render(not.rule());
        } else if (rule instanceof Rule.Trait trait) {
            return trait(trait);
        }
        return leaf(rule);
    }

    private String join(List<Rule> rules, String with) {
        return rules.stream().map(this::render).collect(Collectors.joining(with, "(", ")"));
    }

    private String leaf(Rule rule) {
        if (rule instanceof Rule.Tag tag) {
            return bound("exists (select 1 from profile_tag t where t.profile_id = p.id and t.tag = ?)", tag.tag());
        } else if (rule instanceof Rule.Consent consent) {
            return consent(consent);
        } else if (rule instanceof Rule.Address address) {
            return address(address);
        } else if (rule instanceof Rule.InList list) {
            return bound(
                    "exists (select 1 from member_list_entry e where e.list_id = ? and e.profile_id = p.id)",
                    list.list());
        } else if (rule instanceof Rule.ExternalId ids) {
            return bound("p.external_id = any(?)", (Object) ids.ids().toArray(String[]::new));
        }
        return "true";
    }

    private String consent(Rule.Consent consent) {
        String any = "exists (select 1 from consent c where c.profile_id = p.id and c.channel = ? and c.purpose = ?";
        String channel = consent.channel().id();
        String purpose = consent.purpose().id();
        return consent.state() == null
                ? bound("not " + any + ")", channel, purpose)
                : bound(any + " and c.state = ?)", channel, purpose, consent.state());
    }

    private String address(Rule.Address address) {
        String any = (address.isThere() ? "" : "not ")
                + "exists (select 1 from address a where a.profile_id = p.id and a.kind = ? and a.status = ?";
        return address.scope() == null
                ? bound(any + ")", address.kind().id(), address.status())
                : bound(any + " and a.scope = ?)", address.kind().id(), address.status(), address.scope());
    }

    private String trait(Rule.Trait trait) {
        String comparison = "coalesce(" + comparison(trait) + ", false)";
        return trait.operator().isNegated() ? "not " + comparison : comparison;
    }

    private String comparison(Rule.Trait trait) {
        Operator operator = trait.operator();
        Object value = trait.value();
        if (operator == Operator.EXISTS) {
            // The one operand of exists is whether it must be there; an empty text counts as nothing.
            return "(coalesce(" + text(trait.field()) + ", '') <> '') = " + bound("?", value);
        } else if (operator == Operator.STARTS_WITH) {
            return "starts_with(" + text(trait.field()) + ", " + bound("?", value) + ")";
        } else if (operator == Operator.CONTAINS) {
            return "strpos(" + text(trait.field()) + ", " + bound("?", value) + ") > 0";
        } else if (value instanceof List<?> many) {
            return among(trait.field(), many);
        }
        return operator.isOrdering() && value instanceof String
                ? ordered(trait.field(), operator.sign(), value)
                : single(trait.field(), operator.sign(), value);
    }

    /** Of what is no date none is before another. */
    private String ordered(TraitField field, String sign, Object date) {
        return "(" + text(field) + " ~ " + DATE + " and " + single(field, sign, date) + ")";
    }

    private String single(TraitField field, String sign, Object value) {
        if (value instanceof LocalDate) {
            return "p.birthday " + sign + bound(" ?", value);
        } else if (value instanceof BigDecimal) {
            return number(field) + " " + sign + bound(" ?", value);
        } else if (value instanceof Boolean flag) {
            return "lower(" + text(field) + ") " + sign + bound(" any(?)", (Object) said(flag));
        }
        // "C" orders by code point: the same on every database, and right for dates written as 2027-09-13.
        return text(field) + " collate \"C\" " + sign + bound(" ?", value);
    }

    private String among(TraitField field, List<?> many) {
        Object first = many.get(0);
        if (first instanceof LocalDate) {
            return "p.birthday = any(" + bound("?::date[])", (Object) texts(many));
        } else if (first instanceof BigDecimal) {
            return number(field) + " = any(" + bound("?)", (Object) many.toArray(BigDecimal[]::new));
        } else if (first instanceof Boolean) {
            String[] said = many.stream()
                    .flatMap(flag -> Arrays.stream(said((Boolean) flag)))
                    .toArray(String[]::new);
            return "lower(" + text(field) + ") = any(" + bound("?)", (Object) said);
        }
        return text(field) + " = any(" + bound("?)", (Object) texts(many));
    }

    private String text(TraitField field) {
        return field.isFree() ? bound("(p.traits ->> ?)", field.key()) : column(field);
    }

    private static String column(TraitField field) {
        return switch (field.column()) {
            case "name" -> "p.name";
            case "city" -> "p.city";
            case "locale" -> "p.locale";
            case "time_zone" -> "p.time_zone";
            case "birthday" -> "p.birthday::text";
            case "gender" -> "p.gender";
            default -> throw new IllegalArgumentException("No column of profile is called " + field.column());
        };
    }

    private String number(TraitField field) {
        String guarded = bound("case when (p.traits ->> ?) ~ " + NUMBER, field.key());
        return "(" + guarded + bound(" then (p.traits ->> ?)::numeric end)", field.key());
    }

    private String bound(String sql, Object... values) {
        binds.addAll(List.of(values));
        return sql;
    }

    /** How files say it. */
    private static String[] said(boolean flag) {
        return flag ? new String[] {"true", "yes", "是"} : new String[] {"false", "no", "否"};
    }

    private static String[] texts(List<?> many) {
        return many.stream().map(Object::toString).toArray(String[]::new);
    }
}
