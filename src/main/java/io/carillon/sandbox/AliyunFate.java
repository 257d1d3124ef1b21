package io.carillon.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * What becomes of a message to an address, and when: the same in reports and look-ups.
 *
 * @param isDelivered whether it arrives
 * @param sent when it was taken
 * @param reported when the carrier knows
 */
record AliyunFate(boolean isDelivered, Instant sent, Instant reported) {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZONE);
    /** A carrier needs a moment. */
    private static final String USUAL_MILLIS = "300";

    /** Of a message that was taken then. */
    static AliyunFate of(SandboxKit kit, String address, Instant sent) {
        boolean isDelivered = kit.outcomeFor("aliyun", address) != SandboxKit.Outcome.UNDELIVERED;
        return new AliyunFate(isDelivered, sent, sent.plus(delay(kit)));
    }

    /** How long carriers need: setting {@code aliyun.carrierMillis}. */
    static Duration delay(SandboxKit kit) {
        String setting = kit.setting("aliyun.carrierMillis");
        String millis = setting.isEmpty() ? USUAL_MILLIS : setting;
        if (!millis.matches("\\d{1,8}")) {
            throw new SandboxFailure(
                    "Setting 'aliyun.carrierMillis' must be a number of milliseconds, such as 300", null);
        }
        return Duration.ofMillis(Long.parseLong(millis));
    }

    /** The carrier's word for it. */
    String code() {
        return isDelivered ? "DELIVERED" : "MK:0001";
    }

    /** A time as Aliyun writes it. */
    static String written(Instant time) {
        return TIME.format(time);
    }

    /** A day as Aliyun counts it. */
    static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZONE);
    }
}
