package io.carillon.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "CONNECT, 421 4.7.0 slow down, NotSent, THROTTLED",
        "CONNECT, 421 too busy, NotSent, VENDOR_DOWN",
        "CONNECT, 421 4.3.2 shutting down, NotSent, VENDOR_DOWN",
        "CONNECT, 554 no service for you, Blocked, SENDER",
        "CONNECT, 554 5.3.2 no service, Blocked, SENDER",
        "CONNECT, 554 no, Blocked, SENDER",
        "AUTH, 550 5.4.1 no, Blocked, CREDENTIALS",
        "SENDER, 550 5.4.1 no, Blocked, SENDER",
        "SENDER, 452 4.2.2 full, NotSent, VENDOR_DOWN",
        "CONNECT, 599 what, Blocked, ACCOUNT_SETTING",
        "AUTH, 535 5.7.8 bad password, Blocked, CREDENTIALS",
        "AUTH, 535 5.7.1 bad password, Blocked, CREDENTIALS",
        "AUTH, 454 4.7.0 try later, NotSent, THROTTLED",
        "AUTH, 454 directory is down, NotSent, VENDOR_DOWN",
        "AUTH, 534 5.7.9 too weak, Blocked, CREDENTIALS",
        "SENDER, 530 5.7.0 log in first, Blocked, CREDENTIALS",
        "SENDER, 553 5.7.1 not your address, Blocked, SENDER",
        "SENDER, 550 5.1.8 bad sender, Blocked, SENDER",
        "SENDER, 552 5.3.4 too large, Blocked, CONTENT",
        "SENDER, 550 no, Blocked, SENDER",
        "RECIPIENT, 550 5.1.1 nobody here, Refused, MAILBOX_UNKNOWN",
        "RECIPIENT, 550 no such user here, Refused, MAILBOX_UNKNOWN",
        "RECIPIENT, 550 no, Refused, NOT_REACHABLE",
        "RECIPIENT, 551 no, Refused, NOT_REACHABLE",
        "RECIPIENT, 553 no, Refused, NOT_REACHABLE",
        "RECIPIENT, 550 5.0.0 unknown recipient, Refused, MAILBOX_UNKNOWN",
        "RECIPIENT, 550 <spam.spf@dkim.example>: user unknown, Refused, MAILBOX_UNKNOWN",
        "RECIPIENT, 550 5.1.1 <spam/spf@dkim.example> not here, Refused, MAILBOX_UNKNOWN",
        "RECIPIENT, 550 Service unavailable; Client host [192.0.2.3] blocked using zen.spamhaus.org, Blocked, SENDER",
        "RECIPIENT, 550 relay not permitted, Blocked, SENDER",
        "RECIPIENT, 550 5.0.0 we do not relay, Blocked, SENDER",
        "RECIPIENT, 550 5.1.0 sender rejected, Blocked, SENDER",
        "RECIPIENT, 554 Client host rejected: blocked, Blocked, SENDER",
        "RECIPIENT, 550 authentication required, Blocked, SENDER",
        "RECIPIENT, 553 sorry that domain is not in my list of allowed rcpthosts, Blocked, SENDER",
        "RECIPIENT, 550 Verification failed for <gift@shop.example> No Such User Here Sender verify failed, Blocked, SENDER",
        "RECIPIENT, 550 user not allowed to relay, Blocked, SENDER",
        "RECIPIENT, 550 Sender unknown: user gift@shop.example has no mailbox here, Blocked, SENDER",
        "RECIPIENT, 550 Sender gift@shop.example: no such user on our system, Blocked, SENDER",
        "RECIPIENT, 550 5.7.1 No such user!, Refused, MAILBOX_UNKNOWN",
        "RECIPIENT, 550 5.7.1 No such user; sender rejected, Blocked, SENDER",
        "RECIPIENT, 550 5.1.1 mailbox unavailable (user not found); see policy http://mx.example/spam, Refused, MAILBOX_UNKNOWN",
        "RECIPIENT, 550 User not found; see https://mx.example/spf?dmarc, Refused, MAILBOX_UNKNOWN",
        "RECIPIENT, 550 5.1.1 User unknown; spam is reported, Refused, MAILBOX_UNKNOWN",
        "RECIPIENT, 550 Mail content rejected for this user, Blocked, SENDER",
        "RECIPIENT, 550 5.1.1 rejected by SPF policy, Blocked, SENDER",
        "RECIPIENT, 550 Unauthenticated senders not allowed; recipient does not exist in allow list, Blocked, SENDER",
        "RECIPIENT, 550 User unknown in relay recipient table, Refused, MAILBOX_UNKNOWN",
        "RECIPIENT, 550 Mailbox unavailable or access denied, Refused, MAILBOX_UNKNOWN",
        "RECIPIENT, 550 5.1.1 blocked user unknown, Refused, MAILBOX_UNKNOWN",
        "HANDED_OVER, 550 blocked as spam, Blocked, CONTENT",
        "RECIPIENT, 556 5.1.10 null MX, Refused, INVALID_ADDRESS",
        "RECIPIENT, 553 mailbox name not allowed, Refused, INVALID_ADDRESS",
        "RECIPIENT, 501 5.1.3 bad syntax, Refused, INVALID_ADDRESS",
        "RECIPIENT, 552 5.2.2 full, Refused, NOT_REACHABLE",
        "RECIPIENT, 452 4.2.2 full, Refused, NOT_REACHABLE",
        "RECIPIENT, 450 4.2.0 greylisted, NotSent, DEFERRED",
        "RECIPIENT, 451 4.7.1 greylisted, NotSent, DEFERRED",
        "RECIPIENT, 450 4.2.1 mailbox busy, NotSent, DEFERRED",
        "RECIPIENT, 421 4.7.28 too many mails, NotSent, THROTTLED",
        "HANDED_OVER, 451 4.7.1 too many mails, NotSent, THROTTLED",
        "RECIPIENT, 451 greylisted, NotSent, DEFERRED",
        "RECIPIENT, 452 disk full, NotSent, VENDOR_DOWN",
        "RECIPIENT, 451 4.4.3 no DNS, NotSent, VENDOR_DOWN",
        "RECIPIENT, 550 5.7.1 relaying denied, Blocked, SENDER",
        "RECIPIENT, 550 5.7.509 DMARC, Blocked, SENDER",
        "RECIPIENT, 554 5.7.2 closed list, Refused, POLICY_REFUSED",
        "RECIPIENT, 554 no, Refused, POLICY_REFUSED",
        "RECIPIENT, 550 5.9.9 what, Refused, UNLISTED",
        "RECIPIENT, 598 what, Refused, UNLISTED",
        "HANDED_OVER, 451 4.3.0 error, NotSent, VENDOR_DOWN",
        "HANDED_OVER, 550 5.7.1 spam, Blocked, CONTENT",
        "HANDED_OVER, 554 5.6.0 odd, Blocked, CONTENT",
        "HANDED_OVER, 554 no, Blocked, CONTENT",
        "HANDED_OVER, 550 5.1.1 nobody, Refused, MAILBOX_UNKNOWN",
        "HANDED_OVER, 550 5.7.26 no DKIM, Blocked, SENDER",
        "HANDED_OVER, 550 5.7.28 flood, Blocked, QUOTA",
        "HANDED_OVER, 554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException, Blocked, QUOTA",
        "HANDED_OVER, 554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied, Blocked, SENDER",
        "HANDED_OVER, 554 5.2.252 SendAsDenied; a@shop.example not allowed to send as b@shop.example, Blocked, SENDER",
        "HANDED_OVER, 554 5.2.0 STOREDRV.Deliver.Exception:StoragePermanentException.MapiExceptionShutoffQuotaExceeded, Refused, NOT_REACHABLE",
        "HANDED_OVER, 550 5.7.1 your IP address is listed, Blocked, SENDER",
        "HANDED_OVER, 550 sender denied, Blocked, SENDER",
        "HANDED_OVER, 550 5.4.6 mail rate exceeded limit, Blocked, QUOTA",
        "HANDED_OVER, 550 Daily sending limit reached, Blocked, QUOTA",
        "HANDED_OVER, 550 5.4.6 mail loop, Refused, NOT_REACHABLE",
        "HANDED_OVER, 550 5.4.5 Daily user sending limit exceeded, Blocked, QUOTA",
        "RECIPIENT, 550 5.1.90 daily limit for message recipients, Blocked, QUOTA",
    })
    void sortsAnAnswer(SmtpStage stage, String answer, String result, Reason reason) {
        SendResult sorted = sort(stage, answer);
        assertThat(sorted.getClass().getSimpleName()).isEqualTo(result);
        assertThat(reasonOf(sorted)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HANDED_OVER | 554 no | true",
                "HANDED_OVER | 554 5.0.0 transaction failed | true",
                "HANDED_OVER | 550 5.7.1 message refused | true",
                "HANDED_OVER | 554 5.6.0 odd | true",
                "HANDED_OVER | 554 <a@b.example>: user unknown | true",
                "HANDED_OVER | 550 5.7.1 spam message rejected | true",
                "HANDED_OVER | 554 Reject by content spam | true",
                "HANDED_OVER | 554 DT:SPM 163 smtp1,abc please see https://mx.example/account?limit | true",
                "HANDED_OVER | 552-5.7.0 This message was blocked because its content presents a potential risk | true",
                "HANDED_OVER | 550 5.7.1 content denied | true",
                "HANDED_OVER | 550 邮件内容含有违规信息 | true",
                "HANDED_OVER | 550 Spam score 9.1 exceeds threshold 5 | true",
                "HANDED_OVER | 554 5.7.1 Message contains a blacklisted URL | true",
                "HANDED_OVER | 554 URL win.example listed in a blocklist | true",
                "HANDED_OVER | 550 content not permitted | true",
                "HANDED_OVER | 550 5.7.1 Blocked by SpamAssassin | true",
                "HANDED_OVER | 554 5.7.1 Message blocked by content filter | true",
                "HANDED_OVER | 550 Mail content denied [a+b IP: 203.0.113.4]. https://mx.example/help | true",
                "HANDED_OVER | 550 5.7.1 Message contains a link to a blacklisted domain (x) | true",
                "HANDED_OVER | 554 5.7.1 Message contains a domain listed in the DBL | true",
                "HANDED_OVER | 550 5.7.1 Message rejected due to content restrictions | true",
                "HANDED_OVER | 554 5.7.1 The message contains banned content | true",
                "HANDED_OVER | 554 Transaction failed: Restricted words | true",
                "HANDED_OVER | 554 5.7.1 Message contains unusual characters | true",
                "HANDED_OVER | 550 5.7.1 Too many messages for this recipient | true",
                "HANDED_OVER | 550 Mailbox has exceeded the limit | true",
                "HANDED_OVER | 554 5.0.0 Rejected by next-hop MTA on relaying, from MTA(smtp:[127.0.0.1]:10025): 550 odd | true",
                "HANDED_OVER | 554 delivery error: this user doesn't have a mail.example account | true",
                "CONTENT | 554 no | false",
                "SENDER | 554 no | false",
                "HANDED_OVER | 550 sender denied | false",
                "HANDED_OVER | 552 5.3.4 too large | false",
                "HANDED_OVER | 552 too large | false",
                "HANDED_OVER | 550 5.7.509 policy | false",
                "HANDED_OVER | 550 5.7.7 broken | false",
                "HANDED_OVER | 550 5.7.26 no DKIM | false",
                "HANDED_OVER | 554 Message rejected: Sending suspended for this account | false",
                "HANDED_OVER | 554 Message rejected: Email address is not verified | false",
                "HANDED_OVER | 554 Sending paused | false",
                "HANDED_OVER | 554 5.7.1 user is disabled | false",
                "HANDED_OVER | 554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; a permanent exception | false",
                "HANDED_OVER | 554 5.2.252 SendAsDenied; a@shop.example not allowed to send as b@shop.example | false",
                "HANDED_OVER | 550 Daily sending limit reached | false",
                "HANDED_OVER | 554 Reject by behaviour spam | false",
                "HANDED_OVER | 554 MI:SFQ 163 smtp1,abc | false",
                "HANDED_OVER | 554 MI:DMA 163 smtp1,abc | false",
                "HANDED_OVER | 550 RP:CEL 163 smtp1,abc | false",
                "HANDED_OVER | 550 5.7.1 Mailbox has exceeded its daily sending limit | false",
                "HANDED_OVER | 550 Mailbox exceeded outgoing message limit | false",
                "HANDED_OVER | 550 Message blocked: mailbox over its sending limit | false",
                "HANDED_OVER | 550 5.7.1 content from this sender not allowed | false",
                "HANDED_OVER | 550 link: your IP is on block list | false",
                "HANDED_OVER | 554 Your organization does not have an active sending account | false",
                "HANDED_OVER | 554 5.7.1 Outgoing mail is locked | false",
                "HANDED_OVER | 550 5.7.1 sending is restricted | false",
                "HANDED_OVER | 554 user banned | false",
                "HANDED_OVER | 554 HL:IHU 163 smtp1,abc | false",
                "HANDED_OVER | 550 Suspected bounce attacks | false",
                "HANDED_OVER | 554 Configuration set main does not exist | false",
                "HANDED_OVER | 550 5.7.1 likely unsolicited mail [2001:db8:0:1::25] | false",
                "HANDED_OVER | 554 DT:SUM envelope and header differ | false",
                "HANDED_OVER | 550 5.7.1 likely unsolicited mail from your IP address | false",
                "HANDED_OVER | 554 5.7.1 blocked using a blocklist | false",
                "HANDED_OVER | 550 您的账号已超过今日发信上限 | false",
            })
    void tellsANoToOneMailFromOneToAll(SmtpStage stage, String answer, boolean mayBeThisMail) {
        assertThat(((SendResult.Blocked) sort(stage, answer)).mayBeValues()).isEqualTo(mayBeThisMail);
    }

    @ParameterizedTest
    @CsvSource({
        "HANDED_OVER, 554 5.7.1 your domain has no reputation, US_UNLESS_AGAIN",
        "HANDED_OVER, 554 no, US_OR_VALUES",
        "HANDED_OVER, 554 Sending limit reached, US",
        "HANDED_OVER, 550 5.7.26 no DKIM, US",
        "CONTENT, 554 5.7.1 your domain has no reputation, US",
    })
    void believesWordsAboutAllOnceOnly(SmtpStage stage, String answer, SendResult.Meant meant) {
        assertThat(((SendResult.Blocked) sort(stage, answer)).meant()).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:", "from mta(", "url ", "mailbox ", "1.", "@a", "\"a", "http://a ", "user "})
    void readsWhateverAServerSaysInTime(String piece) {
        String answer = "554 " + piece.repeat(200_000 / piece.length());

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> sort(SmtpStage.HANDED_OVER, answer)))
                .isInstanceOf(SendResult.Blocked.class);
    }

    @Test
    void neverDoubtsAnAnswerThatSaysNo() {
        for (SmtpStage stage : SmtpStage.values()) {
            for (int code = 400; code < 600; code++) {
                assertThat(SmtpErrors.result(stage, new SmtpReply(code, "")))
                        .isNotInstanceOfAny(SendResult.Unknown.class, SendResult.Accepted.class);
            }
        }
    }

    @Test
    void refusesNobodyBeforeARecipientWasNamed() {
        for (SmtpStage stage : List.of(SmtpStage.CONNECT, SmtpStage.AUTH, SmtpStage.SENDER)) {
            for (int code = 400; code < 600; code++) {
                for (String status :
                        List.of("", "1.1", "1.2", "2.1", "2.2", "3.2", "4.1", "4.7", "5.3", "6.7", "7.2", "7.17")) {
                    String known = status.isEmpty() ? "" : code / 100 + "." + status;
                    assertThat(SmtpErrors.result(stage, new SmtpReply(code, known)))
                            .as("%s %s %s", stage, code, known)
                            .isNotInstanceOf(SendResult.Refused.class);
                }
            }
        }
    }

    @Test
    void waitsForAGreylistingServer() {
        SendResult.NotSent result = (SendResult.NotSent) sort(SmtpStage.RECIPIENT, "450 4.2.0 greylisted");
        assertThat(result.retryAfter()).hasMinutes(5);
        assertThat(result.vendorCode()).isEqualTo("450 4.2.0");
    }

    @Test
    void disbelievesAStatusOfAnotherClass() {
        assertThat(SmtpReply.of(550, "550 2.1.5 ok, not").status()).isEmpty();
        assertThat(SmtpReply.of(550, "550-5.1.1 first line\n550 5.1.1 second").status())
                .isEqualTo("5.1.1");
    }

    @ParameterizedTest
    @CsvSource({
        "5.1.1, BOUNCED",
        "5.1.10, BOUNCED",
        "5.2.1, BOUNCED",
        "5.1.2, BOUNCED",
        "5.2.2, BOUNCED_SOFT",
        "4.4.7, BOUNCED_SOFT",
        "5.7.1, BOUNCED_SOFT",
        "5.4.4, BOUNCED_SOFT",
        "5.9.9, BOUNCED_SOFT",
        "5.0.0, BOUNCED_SOFT"
    })
    void closesAnAddressOnlyForWhatIsAboutTheMailbox(String status, Reason reason) {
        assertThat(SmtpErrors.bounce(status)).isEqualTo(reason);
    }

    private static SendResult sort(SmtpStage stage, String answer) {
        return SmtpErrors.result(stage, SmtpReply.of(Integer.parseInt(answer.substring(0, 3)), answer));
    }

    private static Reason reasonOf(SendResult result) {
        if (result instanceof SendResult.Refused refused) {
            return refused.reason();
        } else if (result instanceof SendResult.Blocked blocked) {
            return blocked.reason();
        } else if (result instanceof SendResult.NotSent notSent) {
            return notSent.reason();
        }
        throw new AssertionError(String.format(Locale.ROOT, "%s has no reason", result));
    }
}
