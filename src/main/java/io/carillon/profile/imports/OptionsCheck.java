package io.carillon.profile.imports;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.problem.Finding;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import io.carillon.profile.AddressNormaliser;
import io.carillon.profile.ConsentState;
import io.carillon.profile.TagNames;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes options of what was asked for, or says everything that is wrong with it at once. One use, one thread. */
final class OptionsCheck {
    private static final String DEFAULT_ZONE = "Asia/Shanghai";
    private static final int MOST_COLUMNS = 500;
    private static final int MOST_TAGS = 20;
    private static final int LONGEST_SCOPE = 128;
    private static final int LONGEST_SOURCE = 100;
    private static final int LONGEST_WORDING = 2_000;

    private final ImportOptionsRequest request;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    private OptionsCheck(ImportOptionsRequest request, Instant now) {
        this.request = request;
        this.now = now;
    }

    /** The options, or a problem that names each field. Consent cannot lie after {@code now}. */
    static ImportOptions of(ImportOptionsRequest request, Instant now) {
        OptionsCheck check = new OptionsCheck(request, now);
        ImportOptions options = check.options();
        if (!check.findings.isEmpty()) {
            throw Problem.invalid(Texts.here("import.options"), check.findings);
        }
        return options;
    }

    private ImportOptions options() {
        String region = request.region() == null
                ? AddressNormaliser.DEFAULT_REGION
                : request.region().toUpperCase(Locale.ROOT);
        if (!AddressNormaliser.isRegion(region)) {
            error("region", request.region(), "CN", Texts.here("option.region"));
        }
        ZoneId zone = zone();
        return new ImportOptions(
                columns(),
                scope("appScope", request.appScope()),
                scope("wechatAppid", request.wechatAppid()),
                tags(),
                region,
                encoding(),
                separator(),
                zone,
                Boolean.TRUE.equals(request.keepTestAccounts()),
                request.consent() == null ? null : consent(request.consent(), zone));
    }

    private Map<String, String> columns() {
        Map<String, String> columns = request.columns() == null ? Map.of() : request.columns();
        if (columns.size() > MOST_COLUMNS) {
            error("columns", null, "at most " + MOST_COLUMNS, Texts.here("option.columns"));
        }
        columns.forEach((theirs, ours) -> {
            if (ours == null || !Header.isOurs(ours)) {
                error("columns/" + theirs, ours, "external_id, phone_2, trait_NAME …", Texts.here("option.column"));
            }
        });
        return columns;
    }

    private @Nullable String scope(String field, @Nullable String scope) {
        if (scope != null && (scope.length() > LONGEST_SCOPE || !scope.matches("[\\x21-\\x7e]*"))) {
            error(field, null, "up to 128 visible ASCII characters", Texts.here("option.scope"));
        }
        return scope;
    }

    private List<String> tags() {
        List<String> asked = request.tags() == null ? List.of() : request.tags();
        if (asked.size() > MOST_TAGS) {
            error("tags", null, "at most " + MOST_TAGS, Texts.here("option.tags"));
        }
        return asked.stream()
                .map(tag -> TagNames.normalise(tag == null ? "" : tag).orElseGet(() -> {
                    error("tags", null, "1 to 64 characters without separators", Texts.here("option.tag"));
                    return "";
                }))
                .distinct()
                .toList();
    }

    private @Nullable String encoding() {
        String encoding = request.encoding();
        if (encoding == null) {
            return null;
        }
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "utf-8", "utf8" -> "UTF-8";
            case "gb18030", "gbk", "gb2312" -> "GB18030";
            default -> {
                error("encoding", encoding, "utf-8 or gb18030", Texts.here("option.encoding"));
                yield null;
            }
        };
    }

    private char separator() {
        String separator = request.separator() == null ? "comma" : request.separator();
        return switch (separator) {
            case "comma", "," -> ',';
            case "semicolon", ";" -> ';';
            case "tab", "\t" -> '\t';
            default -> {
                error("separator", separator, "comma, semicolon or tab", Texts.here("option.separator"));
                yield ',';
            }
        };
    }

    private ZoneId zone() {
        String zone = request.zone() == null ? DEFAULT_ZONE : request.zone();
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            error("zone", zone, DEFAULT_ZONE, Texts.here("option.zone"));
            return ZoneId.of(DEFAULT_ZONE);
        }
        return ZoneId.of(zone);
    }

    private ConsentStatement consent(ImportOptionsRequest.Consent consent, ZoneId zone) {
        List<ChannelKind> channels = new ArrayList<>();
        List<String> asked = consent.channels() == null ? List.of() : consent.channels();
        if (asked.isEmpty()) {
            error("consent/channels", null, "sms, email, push, wechat", Texts.here("option.consentChannels"));
        }
        for (String channel : asked) {
            try {
                channels.add(ChannelKind.of(channel == null ? "" : channel));
            } catch (IllegalArgumentException unknown) {
                error("consent/channels", channel, "sms, email, push, wechat", Texts.here("option.channel"));
            }
        }
        String source = consent.source() == null ? "" : consent.source().strip();
        if (source.isEmpty() || source.length() > LONGEST_SOURCE) {
            error("consent/source", null, "1 to 100 characters", Texts.here("option.consentSource"));
        }
        if (consent.wording() != null && consent.wording().length() > LONGEST_WORDING) {
            error("consent/wording", null, "up to 2,000 characters", Texts.here("option.wording"));
        }
        return new ConsentStatement(
                channels.stream().distinct().toList(),
                purpose(consent),
                time(consent, zone),
                source,
                consent.wording());
    }

    private Purpose purpose(ImportOptionsRequest.Consent consent) {
        String purpose = consent.purpose() == null ? Purpose.MARKETING.id() : consent.purpose();
        if (!Purpose.MARKETING.id().equals(purpose) && !Purpose.SERVICE.id().equals(purpose)) {
            error("consent/purpose", purpose, "marketing or service", Texts.here("option.purpose"));
            return Purpose.MARKETING;
        }
        return Purpose.of(purpose);
    }

    private @Nullable Instant time(ImportOptionsRequest.Consent consent, ZoneId zone) {
        if (consent.time() == null) {
            return null;
        }
        Instant at = ConsentCell.time(consent.time(), ConsentState.GRANTED, zone);
        if (at == null || at.isAfter(now)) {
            error("consent/time", consent.time(), "2025-05-31T10:00:00+08:00", Texts.here("option.consentTime"));
        }
        return at;
    }

    private void error(String place, @Nullable String found, String expected, String message) {
        String shortened = found == null || found.length() <= 64 ? found : found.substring(0, 64) + "…";
        findings.add(Finding.error(place, "invalid_option", shortened, expected, message));
    }
}
