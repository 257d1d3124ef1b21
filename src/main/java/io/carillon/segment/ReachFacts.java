package io.carillon.segment;

import static java.util.stream.Collectors.joining;

import io.carillon.channel.AddressKind;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.profile.ConsentRules;
import io.carillon.segment.Compilation.Compiled;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that brings all that is known of a person's standing into one row, at a cost that grows with the people and not
 * faster: every table is read once, each row of it becomes one bit of its person, and one hash aggregate joins the bits. Only
 * the channels asked for are read.
 *
 * <p>Joining the tables person by person instead sorts them all and spills to disk from some 100,000 people on.
 */
final class ReachFacts {
    private static final int ACTIVE = 0;
    private static final int GRANTED = 1;
    private static final int WITHDRAWN = 2;
    private static final int BOUNCED = 3;
    private static final int DEAD = 4;
    private static final int INVALID = 5;
    private static final int WECHAT_GRANT = 6;
    /** The first two bits: belongs to the rule's people, is suppressed. */
    private static final int BEFORE_CHANNELS = 2;

    private static final int BITS_OF_A_CHANNEL = 7;
    /** Behind the channels: a bit for each value that is lacked. */
    private static final int BEFORE_VALUES = BEFORE_CHANNELS + ChannelKind.values().length * BITS_OF_A_CHANNEL;
    // Person's own choice of words is bounded: language and region are all that a form is chosen by.
    private static final String LOCALE =
            "coalesce(substring(p.locale from '^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})?'), '')";
    /**
     * Of several addresses the one the claim takes is the greatest: a WeChat grant, then the last success, then the newest. Region
     * and scope ride behind, parted by a character that no address can hold.
     */
    private static final String PICK = """
            (case when a.kind = 'openid' and exists (select 1 from wechat_grant g where g.address_hash = a.hash and g.remaining > 0TEMPLATES)
                  then '1' else '0' end
             || case when a.last_success_at is null then '0'
                     else '1' || to_char(a.last_success_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') end
             || lpad(a.id::text, 19, '0') || U&'\\001F' || coalesce(a.region, '') || U&'\\001F' || a.scope) collate "C\"""";

    /**
     * A part of the people lies between two ids: where these are named, only that stretch of addresses and consents is read, by
     * index, and all parts together read each once. Suppressions and grants are few and lead to their people by themselves.
     */
    private static final String STRETCH =
            " and COLUMN between (select min(id) from audience) and (select max(id) from audience)";

    private final ConsentRules consent;
    private final List<ChannelKind> kinds;
    private final Purpose purpose;
    private final boolean isDetailed;
    private final LackedValues values;
    private final @Nullable List<String> templates;

    /**
     * For these channels.
     *
     * @param isDetailed whether locale, and region and scope of the address that would be taken, are wanted too
     */
    ReachFacts(ConsentRules consent, List<ChannelKind> kinds, Purpose purpose, boolean isDetailed) {
        this(consent, kinds, purpose, isDetailed, Needs.NONE);
    }

    /** The same, for a message that needs more: which values people lack, and whether they granted one of its templates. */
    ReachFacts(ConsentRules consent, List<ChannelKind> kinds, Purpose purpose, boolean isDetailed, Needs needs) {
        this.consent = consent;
        this.kinds = kinds;
        this.purpose = purpose;
        this.isDetailed = isDetailed;
        this.values = new LackedValues(needs.values());
        this.templates = needs.templates();
    }

    /** Channels of which the address that would be taken must be known, and not only that there is one. */
    List<ChannelKind> picked() {
        return kinds.stream().filter(this::isPicked).toList();
    }

    /**
     * A {@code with} list that ends in {@code person}: id and {@link #columns}; a row for each person of the rule.
     *
     * @param part what narrows the people to a stretch of ids; may hold binds
     * @param binds takes what the marks of the statement stand for
     */
    String person(Compiled rule, String part, List<Object> partBinds, List<Object> binds) {
        boolean isAll = part.isEmpty() && rule.isEveryone();
        binds.addAll(values.binds());
        binds.addAll(rule.binds());
        binds.addAll(partBinds);
        if (templates != null && picked().contains(ChannelKind.WECHAT)) {
            binds.add(templates.toArray(String[]::new));
        }
        if (templates != null && kinds.contains(ChannelKind.WECHAT)) {
            binds.add(templates.toArray(String[]::new));
        }
        binds.add(purpose.id());
        String among = isAll ? "" : " and COLUMN in (select id from audience)";
        String stretch = among + (part.isEmpty() ? "" : STRETCH);
        String people = "select p.id" + (isDetailed ? ", " + LOCALE + " as locale" : "") + ", " + values.sql()
                + " as lacks from profile p where ("
                + rule.where() + ")" + part;
        return (isAll ? "with " : "with audience as materialized (" + people + "),\n")
                + "fact as (select p.id, 1::int8 | (p.lacks << " + BEFORE_VALUES + ") as bits"
                + (isDetailed ? ", p.locale" : "") + noPicks(true) + " from "
                + (isAll ? "(" + people + ")" : "audience") + " p\nunion all " + addresses(stretch)
                + (kinds.contains(ChannelKind.WECHAT) ? "\nunion all " + grants(among) : "")
                + "\nunion all " + consents(stretch) + "\nunion all "
                + suppressions("p.id", "profile p on p.identity_hash = s.hash", among)
                + "\nunion all " + suppressions("a.profile_id", "address a on a.hash = s.hash", among)
                + "),\nknown as (select id, bit_or(bits) as bits" + (isDetailed ? ", max(locale) as locale" : "")
                + picked().stream()
                        .map(kind -> ", max(k_" + kind.id() + ") as k_" + kind.id())
                        .collect(joining())
                + " from fact group by id having bit_or(bits) & 1 = 1),\nperson as (select id, bits"
                + (isDetailed ? ", locale" : "")
                + picked().stream().map(ReachFacts::whereTo).collect(joining()) + " from known)";
    }

    /** The values that people with these bits lack. */
    Set<String> lacks(long bits) {
        return values.of(bits >> BEFORE_VALUES);
    }

    /** The columns of {@code person} in which people differ. */
    String columns() {
        return "bits" + (isDetailed ? ", locale" : "")
                + picked().stream()
                        .map(kind -> ", g_" + kind.id() + ", s_" + kind.id())
                        .collect(joining());
    }

    /** The reason why not, of a row with {@code bits} and regions {@code g_…}; null for whoever can be reached. */
    String reason(ChannelKind kind) {
        return "case when " + has(1) + " then 'suppressed' when not " + has(kind, ACTIVE) + " then 'no_address' when "
                + has(kind, WITHDRAWN) + " then 'opted_out' when "
                + consent.optInSql(kind, purpose, "g_" + kind.id()) + " and not " + has(kind, GRANTED)
                + " then 'no_consent'"
                // The one WeChat product that a campaign can use is the subscribe message, and each takes a grant.
                + (kind == ChannelKind.WECHAT ? " when not " + has(kind, WECHAT_GRANT) + " then 'no_grant'" : "")
                + " end";
    }

    /** Whether there is an active address. */
    String hasAddress(ChannelKind kind) {
        return has(kind, ACTIVE);
    }

    /** How the addresses of whoever has no active one ended; of several ends the first of bounced, dead, invalid. */
    String closed(ChannelKind kind) {
        return "case when " + has(kind, ACTIVE) + " then '' when " + has(kind, BOUNCED) + " then 'bounced' when "
                + has(kind, DEAD) + " then 'dead' when " + has(kind, INVALID) + " then 'invalid' else '' end";
    }

    private boolean isPicked(ChannelKind kind) {
        // A mailbox has neither region nor scope.
        return isDetailed ? kind != ChannelKind.EMAIL : consent.isByRegion(kind, purpose);
    }

    /** Region and scope of the address that would be taken. */
    private static String whereTo(ChannelKind kind) {
        return ", coalesce(split_part(k_K, U&'\\001F', 2), '') as g_K, coalesce(split_part(k_K, U&'\\001F', 3), '') as s_K"
                .replace("_K", "_" + kind.id());
    }

    private String addresses(String among) {
        String base = perKind("a.kind", kind -> kind.addressKind().id(), kind -> bit(kind, ACTIVE));
        String picks = picked().stream()
                .map(kind -> ", case when " + AddressKind.SENDABLE + " and a.kind = '"
                        + kind.addressKind().id() + "' then "
                        + PICK.replace("TEMPLATES", kind == ChannelKind.WECHAT ? ofTemplates() : "") + " end")
                .collect(joining());
        return "select a.profile_id, " + base + " * (case a.status when 'active' then 1 when 'bounced' then "
                + (1 << BOUNCED) + " when 'dead' then " + (1 << DEAD) + " else " + (1 << INVALID) + " end)"
                + (isDetailed ? ", null" : "") + picks + " from address a where (a.status <> 'active' or "
                + AddressKind.SENDABLE + ") and a.kind in ("
                + quoted(kinds.stream().map(kind -> kind.addressKind().id())) + ")" + among(among, "a.profile_id");
    }

    private String grants(String among) {
        return "select a.profile_id, " + bit(ChannelKind.WECHAT, WECHAT_GRANT) + nothing()
                + " from wechat_grant g join address a on a.hash = g.address_hash and a.kind = 'openid'"
                + " and a.status = 'active' where g.remaining > 0" + ofTemplates() + among(among, "a.profile_id");
    }

    private String ofTemplates() {
        return templates == null ? "" : " and g.template = any (?)";
    }

    private String consents(String among) {
        String base = perKind("c.channel", ChannelKind::id, kind -> bit(kind, ACTIVE));
        return "select c.profile_id, " + base + " * (case c.state when 'granted' then " + (1 << GRANTED) + " else "
                + (1 << WITHDRAWN) + " end)" + nothing() + " from consent c where c.purpose = ? and c.channel in ("
                + quoted(kinds.stream().map(ChannelKind::id)) + ")" + among(among, "c.profile_id");
    }

    private String suppressions(String person, String join, String among) {
        return "select " + person + ", 2" + nothing() + " from suppression s join " + join
                + (among.isEmpty() ? "" : " where true" + among(among, person));
    }

    private static String among(String among, String column) {
        return among.replace("COLUMN", column);
    }

    private String nothing() {
        return (isDetailed ? ", null" : "") + noPicks(false);
    }

    private String noPicks(boolean isNamed) {
        return picked().stream()
                .map(kind -> isNamed ? ", null::text collate \"C\" as k_" + kind.id() : ", null")
                .collect(joining());
    }

    private String perKind(
            String column,
            java.util.function.Function<ChannelKind, String> word,
            java.util.function.Function<ChannelKind, Long> value) {
        List<String> whens = new ArrayList<>();
        kinds.forEach(kind -> whens.add("when '" + word.apply(kind) + "' then " + value.apply(kind)));
        return "(case " + column + " " + String.join(" ", whens) + " end)::int8";
    }

    private static String has(ChannelKind kind, int fact) {
        return "(bits & " + bit(kind, fact) + " <> 0)";
    }

    private static String has(int bit) {
        return "(bits & " + (1L << bit) + " <> 0)";
    }

    private static long bit(ChannelKind kind, int fact) {
        return 1L << (BEFORE_CHANNELS + kind.ordinal() * BITS_OF_A_CHANNEL + fact);
    }

    private static String quoted(Stream<String> words) {
        return words.map(word -> "'" + word + "'").collect(joining(", "));
    }
}
