package io.carillon.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Content;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailComposerTest {
    private static final Instant NOW = Instant.parse("2027-09-13T02:00:00Z");
    private final MailComposer composer = composer(Map.of());

    @Test
    void givesAnyReaderBothPartsAndReadableHeaders() throws Exception {
        MimeMessage mail = parsed(composer.compose(SmtpAccounts.mail(3, "li@customer.example")));

        assertThat(mail.getSubject()).isEqualTo("中秋好礼 Mid-autumn gift");
        assertThat(mail.getFrom()).containsExactly(new InternetAddress("news@shop.example", "钟楼商城", "UTF-8"));
        assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal()).isEqualTo("钟楼商城");
        assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("li@customer.example"));
        assertThat(mail.getSentDate()).isEqualTo(Date.from(NOW));
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(mail.isMimeType("multipart/alternative")).isTrue();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("满300减50，三天有效\r\n.\r\nBye");
        assertThat(parts.getBodyPart(1).isMimeType("text/html")).isTrue();
        assertThat((String) parts.getBodyPart(1).getContent()).startsWith("<p>满300减50");
    }

    @Test
    void offersOneClickUnsubscribe() throws Exception {
        MimeMessage mail = parsed(composer.compose(SmtpAccounts.mail(3, "li@customer.example")));

        assertThat(mail.getHeader("List-Unsubscribe")).containsExactly("<https://shop.example/u/token3>");
        assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
    }

    @Test
    void namesTheAttemptInMessageIdAndEnvelope() throws Exception {
        ReadyMail mail = composer.compose(SmtpAccounts.mail(3, "li@customer.example"));

        assertThat(parsed(mail).getMessageID()).matches("<7-3-1\\.[0-9a-f]{16}@bounces\\.shop\\.example>");
        assertThat(mail.getEnvelopeFrom()).matches("bounce\\+7-3-1-[0-9a-f]{16}@bounces\\.shop\\.example");
        assertThat(mail.recipient()).isEqualTo("li@customer.example");
    }

    @Test
    void givesTheSameBytesForTheSameAttempt() throws Exception {
        Outbound message = SmtpAccounts.mail(3, "li@customer.example");
        assertThat(bytes(composer.compose(message)))
                .isEqualTo(bytes(composer(Map.of()).compose(message)));
    }

    @Test
    void writesShortAsciiLinesEndedByCrLf() throws Exception {
        ReadyMail mail = composer.compose(SmtpAccounts.mail(3, "li@customer.example", "中秋".repeat(60)));
        String text = new String(bytes(mail), StandardCharsets.ISO_8859_1);

        assertThat(text.chars()).allMatch(c -> c < 128);
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(text.split("\r\n")).allMatch(line -> line.length() <= 76);
        assertThat(mail.getSize()).isEqualTo(text.length());
        assertThat(parsed(mail).getSubject()).isEqualTo("中秋".repeat(60));
    }

    /** Such bytes may leave as they are: the mail ends where the final dot stands, and nowhere before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "..",
                ".\n.\n",
                "a .b .c .d .e .f .g .h .i .j .k .l .m .n .o .p .q .r .s .t .u .v .w .x .y .z .1 .2 .3",
                "。中秋.。中秋.。中秋.。中秋.。中秋.。中秋.。中秋.。中秋.。中秋.。中秋.。中秋."
            })
    void beginsNoLineWithADotAndEndsTheLastOne(String words) throws Exception {
        String subject = words.replace('\n', ' ').strip();
        for (Map<String, String> settings : List.of(Map.<String, String>of(), Map.of("fromName", subject))) {
            String text = new String(
                    bytes(composer(settings).compose(SmtpAccounts.mail(3, "li@customer.example", subject))),
                    StandardCharsets.ISO_8859_1);

            assertThat(text.split("\r\n", -1)).noneMatch(line -> line.startsWith("."));
            assertThat(text).endsWith("\r\n");
            assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        }
    }

    @Test
    void endsEveryLineByCrLfHoweverItWasWritten() {
        byte[] lines = MailComposer.canonical("a\nb\rc\r\nd\n\ne\r".getBytes(StandardCharsets.UTF_8));

        assertThat(new String(lines, StandardCharsets.UTF_8)).isEqualTo("a\r\nb\r\nc\r\nd\r\n\r\ne\r\n");
    }

    @Test
    void keepsFormsApartThatShareAnAccount() throws Exception {
        MimeMessage first = parsed(composer.compose(SmtpAccounts.mail(1, "a@customer.example", "One")));
        MimeMessage second = parsed(composer.compose(SmtpAccounts.mail(2, "b@customer.example", "Two")));
        MimeMessage third = parsed(composer.compose(SmtpAccounts.mail(3, "c@customer.example", "One")));

        assertThat(List.of(first.getSubject(), second.getSubject(), third.getSubject()))
                .containsExactly("One", "Two", "One");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Gift\r\nBcc: all@customer.example",
                "Gift\nBcc: all@customer.example",
                "Gift\rBcc: all@customer.example",
                "Gift\u2028Bcc: all@customer.example",
                "礼\r\n\r\nBcc: all@customer.example",
                "=?UTF-8?B?R2lmdA0KQmNjOiBhbGxAY3VzdG9tZXIuZXhhbXBsZQ==?="
            })
    void letsNoSubjectBeginAnotherHeader(String subject) throws Exception {
        ReadyMail ready = composer.compose(SmtpAccounts.mail(3, "li@customer.example", subject));
        MimeMessage mail = parsed(ready);

        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getSubject()).doesNotContain("\r", "\n");
        assertThat(Collections.list(mail.getAllHeaders())).hasSize(10);
    }

    @Test
    void cutsASubjectThatWouldMakeALineTooLong() throws Exception {
        MimeMessage mail = parsed(composer.compose(SmtpAccounts.mail(3, "li@customer.example", "a".repeat(5_000))));
        assertThat(mail.getSubject()).hasSize(900);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "li | INVALID_ADDRESS | mailbox",
                "a b@customer.example | INVALID_ADDRESS | mailbox",
                "a@b@customer.example | INVALID_ADDRESS | mailbox",
                "a>,<b@customer.example | INVALID_ADDRESS | mailbox",
                "a@-customer.example | INVALID_ADDRESS | mailbox",
                "李@customer.example | NOT_REACHABLE | SMTPUTF8",
            })
    void refusesWhatIsNoMailbox(String address, Reason reason, String code) {
        assertThat(composer.refusal(SmtpAccounts.mail(1, address))).contains(new SendResult.Refused(reason, code));
    }

    @Test
    void refusesAnAddressWithALineBreak() {
        assertThat(composer.refusal(SmtpAccounts.mail(1, "a@customer.example\r\nDATA")))
                .contains(new SendResult.Refused(Reason.INVALID_ADDRESS, "mailbox"));
    }

    @Test
    void writesInternationalDomainsInAscii() {
        Outbound message = SmtpAccounts.mail(1, "li@商城.example");
        assertThat(composer.refusal(message)).isEmpty();
        assertThat(composer.compose(message).recipient()).isEqualTo("li@xn--czru2d.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example/u/a\r\nBcc: b@c.example",
                "https://shop.example/>",
                "mailto:a@b.example",
                ""
            })
    void isBlockedByAnUnsubscribeAddressThatCannotStandInAHeader(String url) {
        Outbound message = new Outbound(
                new AttemptKey(1, 1, 1),
                "a@b.example",
                new Content.Email("f", "s", "h", "t", url),
                URI.create("http://a"));
        assertThat(composer.refusal(message)).contains(new SendResult.Blocked(Reason.CONTENT, "unsubscribe_url"));
    }

    @Test
    void quotesAnAsciiSenderName() throws Exception {
        MailComposer quoting = composer(Map.of("fromName", "Shop, \"The\" <one>"));
        MimeMessage mail = parsed(quoting.compose(SmtpAccounts.mail(3, "li@customer.example")));
        assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal()).isEqualTo("Shop, \"The\" <one>");
        assertThat(mail.getFrom()).hasSize(1);
    }

    @Test
    void takesNothingButEmail() {
        Outbound sms = new Outbound(
                new AttemptKey(1, 1, 1), "a@b.example", new Content.Sms("Hi", null, 1), URI.create("http://a"));
        assertThatThrownBy(() -> composer.refusal(sms))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1-1-1");
    }

    private static MailComposer composer(Map<String, String> settings) {
        var account = SmtpAccounts.with(settings);
        return new MailComposer(
                SmtpSettings.of(account), SmtpSettings.returnPath(account), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static byte[] bytes(ReadyMail mail) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        mail.writeTo(out);
        return out.toByteArray();
    }

    private static MimeMessage parsed(ReadyMail mail) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes(mail)));
    }
}
