package io.carillon.channel.sms;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times and days as Aliyun writes them: without a zone, and China's. */
final class AliyunTimes {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private AliyunTimes() {}

    /** Reads a time such as {@code 2027-09-13 10:00:07}; empty for anything else. */
    static Optional<Instant> read(@Nullable String text) {
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(LocalDateTime.parse(text, TIME).atZone(ZONE).toInstant());
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    /** The day in China. */
    static LocalDate day(Instant at) {
        return at.atZone(ZONE).toLocalDate();
    }

    /** A day such as {@code 20270913}. */
    static String written(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}
