package io.carillon.sandbox;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a QuerySendDetails call asks for, checked as Aliyun checks it: the gateway misses what must be there, the service refuses
 * what it cannot read.
 *
 * <p>Sources: <a href="https://help.aliyun.com/document_detail/419277.html">QuerySendDetails</a>,
 * <a href="https://developer.aliyun.com/ask/635807">isv.INVALID_PARAMETERS of its SendDate</a>.
 *
 * @param bizId of one call, empty for all
 * @param day in China
 * @param page from 1
 */
record AliyunQuery(String address, String bizId, LocalDate day, int size, int page) {
    private static final Pattern NUMBER = Pattern.compile("(\\+|00)?[1-9]\\d{5,14}");
    private static final int MOST_SIZE = 50;
    private static final int MOST_PAGE = 9_999;
    private static final int MOST_DAYS_BACK = 30;

    /** A query, or the answer with which it is refused. */
    record Reading(@Nullable AliyunQuery query, int status, String code, String message) {

        private static Reading missing(String parameter) {
            return new Reading(null, 400, "Missing" + parameter, parameter + " is mandatory for this action.");
        }

        private static Reading no(String code) {
            return new Reading(null, 200, code, "The sandbox answers " + code);
        }
    }

    static Reading read(MultiMap parameters, LocalDate today) {
        for (String needed : List.of("PhoneNumber", "SendDate", "PageSize", "CurrentPage")) {
            if (text(parameters, needed).isEmpty()) {
                return Reading.missing(needed);
            }
        }
        if (!NUMBER.matcher(text(parameters, "PhoneNumber")).matches()) {
            return Reading.no("isv.MOBILE_NUMBER_ILLEGAL");
        }
        LocalDate day = day(text(parameters, "SendDate"));
        int size = number(text(parameters, "PageSize"), MOST_SIZE);
        int page = number(text(parameters, "CurrentPage"), MOST_PAGE);
        // Aliyun's page does not say what a day out of reach gives; a caller that asks for one is to notice.
        if (day == null || day.isBefore(today.minusDays(MOST_DAYS_BACK)) || size == 0 || page == 0) {
            return Reading.no("isv.INVALID_PARAMETERS");
        }
        String address = new AliyunOrder.Message(text(parameters, "PhoneNumber"), "", "").address();
        return new Reading(new AliyunQuery(address, text(parameters, "BizId"), day, size, page), 200, "OK", "OK");
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeException notADay) {
            return null;
        }
    }

    /** From 1; 0 for anything else. */
    private static int number(String text, int most) {
        int number = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        return number <= most ? number : 0;
    }

    private static String text(MultiMap parameters, String name) {
        String value = parameters.get(name);
        return value == null ? "" : value;
    }
}
