package io.carillon.channel.sms;

import com.aliyun.dysmsapi20170525.models.QuerySendDetailsRequest;
import com.aliyun.dysmsapi20170525.models.QuerySendDetailsResponseBody.QuerySendDetailsResponseBodySmsSendDetailDTOsSmsSendDetailDTO;
import io.carillon.channel.LookUp;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks Aliyun which messages it took for a number, and finds by {@link AliyunOutId} those that are ours.
 *
 * <p>The listing is by number and day of China, of the last 30 days, 50 messages a page; it asks for no BizId, which a lost answer
 * has taken along. The key needs the permission {@code dysms:QuerySendDetails}. A user may ask 5,000 times a second.
 *
 * <p>Source: <a href="https://help.aliyun.com/document_detail/419277.html">QuerySendDetails</a>.
 */
final class AliyunLookUp implements LookUp {
    /**
     * Aliyun promises no time. A minute is ample for it to write down what it took, and gives the carrier time to report: who asks
     * then is mostly told how it ended, and need not ask again.
     */
    private static final Duration LAG = Duration.ofSeconds(60);

    private static final int PAGE_SIZE = 50;
    /** A number gets a handful of messages a day; nobody is asked without end. */
    private static final int MOST_PAGES = 10;
    /** Of the last 30 days, today is one. */
    private static final int MOST_DAYS_BACK = 29;
    /** Aliyun's clock is not ours, and it may date a message when it hands it on. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final AliyunMessageId ids;
    private final Clock clock;

    AliyunLookUp(AliyunMessageId ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Duration lag() {
        return LAG;
    }

    @Override
    public Session open(VendorAccount account) {
        return new Listings(new AliyunCalls(AliyunSettings.of(account)));
    }

    private final class Listings implements Session {
        private final AliyunCalls calls;

        private Listings(AliyunCalls calls) {
            this.calls = calls;
        }

        @Override
        public List<VendorReport.Receipt> find(Doubt doubt) {
            AliyunListed listed = new AliyunListed(doubt, ids, clock);
            Map<String, VendorReport.Receipt> found = new LinkedHashMap<>();
            LocalDate last = AliyunTimes.day(doubt.until().plus(SKEW));
            for (LocalDate day = firstDay(doubt); !day.isAfter(last); day = day.plusDays(1)) {
                int listedOnPage = PAGE_SIZE;
                for (int page = 1; page <= MOST_PAGES && listedOnPage >= PAGE_SIZE; page++) {
                    var messages = page(doubt.address(), day, page);
                    messages.forEach(
                            one -> listed.receipt(one).ifPresent(receipt -> found.put(receipt.dedupeKey(), receipt)));
                    listedOnPage = messages.size();
                }
            }
            return List.copyOf(found.values());
        }

        private LocalDate firstDay(Doubt doubt) {
            LocalDate first = AliyunTimes.day(doubt.from().minus(SKEW));
            LocalDate earliest = AliyunTimes.day(clock.instant()).minusDays(MOST_DAYS_BACK);
            return first.isBefore(earliest) ? earliest : first;
        }

        private List<QuerySendDetailsResponseBodySmsSendDetailDTOsSmsSendDetailDTO> page(
                String address, LocalDate day, int page) {
            AliyunCalls.Answer answer = calls.list(new QuerySendDetailsRequest()
                    .setPhoneNumber(AliyunNumbers.toWire(address))
                    .setSendDate(AliyunTimes.written(day))
                    .setPageSize((long) PAGE_SIZE)
                    .setCurrentPage((long) page));
            if (answer instanceof AliyunCalls.Answer.Listed listed) {
                return listed.messages();
            }
            SendResult.Failed why = ((AliyunCalls.Answer.Not) answer).result();
            if (why instanceof SendResult.Refused no && no.reason() != Reason.UNLISTED) {
                // A word about this number, which is an answer, and tells nothing of it.
                return List.of();
            }
            throw new Unanswered(AliyunErrors.why(why));
        }

        @Override
        public void close() {
            // The SDK's connections are the process's, not the session's.
        }
    }
}
