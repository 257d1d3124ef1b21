package io.carillon.channel;

import io.carillon.problem.Finding;
import io.carillon.problem.Texts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of one written account: their bounds, and the account they make. For one check on one thread. */
final class AccountFields {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern SETTING_NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern VARIABLE = Pattern.compile("(?!CARILLON_|QUARKUS_)[A-Z][A-Z0-9_]{0,99}");
    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);
    private static final int MOST_ENTRIES = 50;
    private static final int LONGEST_SETTING = 8000;
    private static final int LONGEST_WORD = 100;
    private static final int DEFAULT_RANK = 100;
    private static final int LAST_RANK = 10_000;
    private static final double SLOWEST = 0.0001;
    private static final double FASTEST = 1_000_000;
    private static final BigDecimal DEAREST = BigDecimal.valueOf(1_000_000);
    private static final int PRICE_SCALE = 6;

    private final AccountRequest request;
    private final Locale language;
    private final List<Finding> findings = new ArrayList<>();

    AccountFields(AccountRequest request, Locale language) {
        this.request = request;
        this.language = language;
    }

    Locale language() {
        return language;
    }

    List<Finding> findings() {
        return findings;
    }

    void add(String place, String key, @Nullable Object found, Object... values) {
        findings.add(error(language, place, key, found, values));
    }

    static Finding error(Locale language, String place, String key, @Nullable Object found, Object... values) {
        String shown = found == null ? null : shortened(String.valueOf(found));
        return Finding.error(place, key.replace('.', '_'), shown, null, Texts.text(language, key, values));
    }

    void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            // What was written there may be anybody's name.
            add("/name", "account.name", null);
        }
    }

    void checkShape() {
        word("vendor", request.vendor());
        choice("kind", request.kind(), List.of("sms", "email", "push", "wechat"), true);
        choice("mode", request.mode(), List.of("sandbox", "live"), true);
        choice("purpose", request.purpose(), List.of("marketing", "service"), false);
        if (request.scope() != null && request.scope().length() > LONGEST_WORD) {
            add("/scope", "account.long", request.scope(), "scope", LONGEST_WORD);
        }
        if (request.rank() != null && (request.rank() < 0 || request.rank() > LAST_RANK)) {
            add("/rank", "account.rank", request.rank());
        }
        checkCountries();
        checkRate();
        checkPrice();
        checkMaps();
    }

    private void word(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            add("/" + field, "account.missing", null, field);
        } else if (value.length() > LONGEST_WORD) {
            add("/" + field, "account.long", value, field, LONGEST_WORD);
        }
    }

    private void choice(String field, @Nullable String value, List<String> choices, boolean isNeeded) {
        if (value == null) {
            if (isNeeded) {
                add("/" + field, "account.missing", null, field + " (" + String.join(", ", choices) + ")");
            }
        } else if (!choices.contains(value)) {
            add("/" + field, "account.choice", value, field, String.join(", ", choices));
        }
    }

    private void checkCountries() {
        List<String> countries = request.countries() == null ? List.of() : request.countries();
        if (countries.size() > COUNTRIES.size()) {
            add("/countries", "account.many", countries.size(), "countries", COUNTRIES.size());
            return;
        }
        for (int i = 0; i < countries.size(); i++) {
            if (countries.get(i) == null || !COUNTRIES.contains(countries.get(i))) {
                add("/countries/" + i, "account.country", countries.get(i));
            }
        }
    }

    private void checkRate() {
        AccountRequest.Rate rate = request.rate();
        if (rate == null || rate.limit() == null) {
            add("/rate", "account.missing", null, "rate");
            return;
        }
        // written so that NaN is refused too
        if (!(rate.limit() >= SLOWEST && rate.limit() <= FASTEST)) {
            add("/rate/limit", "account.rate", rate.limit());
        }
        choice("rate/unit", rate.unit(), List.of("messages", "parts", "calls"), false);
    }

    private void checkPrice() {
        AccountRequest.Price price = request.price();
        if (price == null) {
            return;
        }
        BigDecimal amount = price.amount();
        if (amount == null
                || amount.signum() < 0
                || amount.compareTo(DEAREST) > 0
                || amount.stripTrailingZeros().scale() > PRICE_SCALE) {
            add("/price/amount", "account.price", amount);
        }
        // Gold, units of account and "no currency" have no number of digits behind the point.
        boolean isCurrency = Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                .anyMatch(currency -> currency.getCurrencyCode().equals(price.currency()));
        if (!isCurrency) {
            add("/price/currency", "account.currency", price.currency());
        }
    }

    private void checkMaps() {
        each("settings", request.settings(), (place, value) -> {
            if (value == null) {
                add(place, "account.missing", null, place);
            } else if (value.length() > LONGEST_SETTING) {
                add(place, "account.long", null, place, LONGEST_SETTING);
            }
        });
        each("secrets", request.secrets(), (place, variable) -> {
            // what is refused here may be the secret itself, so it is not shown
            if (variable == null || !VARIABLE.matcher(variable).matches()) {
                add(place, "account.secretName", null);
            }
        });
    }

    /** Looks at one entry of a map. */
    private interface EntryCheck {
        void check(String place, @Nullable String value);
    }

    private void each(String field, @Nullable Map<String, String> map, EntryCheck check) {
        if (map == null) {
            return;
        }
        if (map.size() > MOST_ENTRIES) {
            add("/" + field, "account.many", map.size(), field, MOST_ENTRIES);
            return;
        }
        map.forEach((key, value) -> {
            if (SETTING_NAME.matcher(key).matches()) {
                check.check("/" + field + "/" + key, value);
            } else {
                add("/" + field, "account.settingName", key);
            }
        });
    }

    /** The account, once there are no findings. */
    VendorAccount account(String name, Map<String, String> secrets) {
        AccountRequest.Rate rate = given(request.rate());
        AccountRequest.Price price = request.price();
        return new VendorAccount(
                name,
                given(request.vendor()),
                ChannelKind.of(given(request.kind())),
                request.purpose() == null ? null : Purpose.of(request.purpose()),
                request.scope() == null ? "" : request.scope(),
                request.countries() == null ? Set.of() : Set.copyOf(request.countries()),
                Mode.valueOf(given(request.mode()).toUpperCase(Locale.ROOT)),
                request.rank() == null ? DEFAULT_RANK : request.rank(),
                new RateLimit(
                        given(rate.limit()),
                        rate.unit() == null
                                ? RateLimit.Unit.MESSAGES
                                : RateLimit.Unit.valueOf(rate.unit().toUpperCase(Locale.ROOT))),
                price == null
                        ? new Money(BigDecimal.ZERO, "CNY")
                        : new Money(given(price.amount()), given(price.currency())),
                request.settings() == null ? Map.of() : Map.copyOf(request.settings()),
                secrets);
    }

    private static <T> T given(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("An account with findings cannot be made");
        }
        return value;
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_WORD ? value : value.substring(0, LONGEST_WORD) + "…";
    }
}
