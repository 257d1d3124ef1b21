package io.carillon.launcher.demo;

import java.util.List;

/**
 * A made-up customer, as the import file shows one; blank where the shop does not know.
 *
 * @param wechat what the person did at the shop's WeChat account, told by the sandbox after the import
 */
public record DemoPerson(
        String externalId,
        String unionid,
        String name,
        String phone,
        String secondPhone,
        String email,
        String fcmToken,
        String openid,
        Traits traits,
        Consents consents,
        WechatHistory wechat) {

    /** Who the person is. */
    public record Traits(
            String city, String locale, String timeZone, String birthday, String gender, String tags, String points) {}

    /** What the person said yes or no to. */
    public record Consents(String sms, String email, String push, String wechat) {}

    /** How the person stands with the shop's WeChat account. */
    public enum WechatHistory {
        NONE,
        /** Follows, and has granted one message. */
        GRANTED,
        /** Follows, and was never asked or said no. */
        FOLLOWS,
        /** Followed once. */
        LEFT
    }

    /** The file's columns. */
    static final List<String> COLUMNS = List.of(
            "external_id",
            "unionid",
            "name",
            "phone",
            "phone_2",
            "email",
            "fcm_token",
            "wechat_openid",
            "city",
            "locale",
            "time_zone",
            "birthday",
            "gender",
            "tags",
            "consent_sms",
            "consent_email",
            "consent_push",
            "consent_wechat",
            "trait_points");

    /** The person as a row under {@link #COLUMNS}. */
    List<String> row() {
        return List.of(
                externalId,
                unionid,
                name,
                phone,
                secondPhone,
                email,
                fcmToken,
                openid,
                traits.city(),
                traits.locale(),
                traits.timeZone(),
                traits.birthday(),
                traits.gender(),
                traits.tags(),
                consents.sms(),
                consents.email(),
                consents.push(),
                consents.wechat(),
                traits.points());
    }
}
