package io.carillon.profile.imports;

import io.carillon.channel.ChannelKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The columns of the import file, by their English and Chinese names. */
enum ImportColumn {
    EXTERNAL_ID("external_id", "会员号"),
    UNIONID("unionid"),
    NAME("name", "姓名"),
    PHONE("phone", "手机号"),
    EMAIL("email", "邮箱"),
    FCM_TOKEN("fcm_token"),
    APNS_TOKEN("apns_token"),
    WECHAT_OPENID("wechat_openid"),
    CITY("city", "城市"),
    LOCALE("locale", "语言"),
    TIME_ZONE("time_zone", "时区"),
    BIRTHDAY("birthday", "生日"),
    GENDER("gender", "性别"),
    TAGS("tags", "标签"),
    CONSENT_SMS("consent_sms", "同意短信"),
    CONSENT_EMAIL("consent_email", "同意邮件"),
    CONSENT_PUSH("consent_push", "同意推送"),
    CONSENT_WECHAT("consent_wechat", "同意微信"),
    TRAIT("trait_NAME");

    private static final Map<String, ImportColumn> BY_NAME = new HashMap<>();

    static {
        for (ImportColumn column : values()) {
            column.names.forEach(name -> BY_NAME.put(name, column));
        }
        BY_NAME.remove("trait_NAME");
    }

    private final List<String> names;

    ImportColumn(String... names) {
        this.names = List.of(names);
    }

    /** The column of that name, lower-cased. */
    static Optional<ImportColumn> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The English name. */
    String id() {
        return names.get(0);
    }

    /** Whether a person may have several, as {@code phone_2}. */
    boolean isAddress() {
        return switch (this) {
            case PHONE, EMAIL, FCM_TOKEN, APNS_TOKEN, WECHAT_OPENID -> true;
            default -> false;
        };
    }

    /** The channel of a consent column; null for others. */
    @Nullable
    ChannelKind consentChannel() {
        return switch (this) {
            case CONSENT_SMS -> ChannelKind.SMS;
            case CONSENT_EMAIL -> ChannelKind.EMAIL;
            case CONSENT_PUSH -> ChannelKind.PUSH;
            case CONSENT_WECHAT -> ChannelKind.WECHAT;
            default -> null;
        };
    }
}
