package io.carillon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpMailTest {

    @Test
    void readsHeadersAndThePlainPart() {
        SmtpMail mail = read("""
                Message-ID: <7-12-1.abc@shop.example>
                SUBJECT: =?UTF-8?B?5Lit56eL?=
                 =?utf-8?q?_gift=3F?= now
                From: "Shop" <news@shop.example>
                List-Unsubscribe: <https://shop.example/u/1>
                Content-Type: multipart/alternative;
                \tboundary="b?1"

                preamble
                --b?1
                Content-Type: TEXT/html

                <p>no</p>
                --b?1
                Content-Type: text/plain; charset=UTF-8
                Content-Transfer-Encoding: Base64

                5Lit56eL
                5aW956S8
                --b?1--
                """);
        assertThat(mail.key()).isEqualTo("7-12-1");
        assertThat(mail.messageId()).isEqualTo("7-12-1.abc@shop.example");
        assertThat(mail.subject()).isEqualTo("中秋 gift? now");
        assertThat(mail.from()).isEqualTo("\"Shop\" <news@shop.example>");
        assertThat(mail.listUnsubscribe()).isEqualTo("<https://shop.example/u/1>");
        assertThat(mail.textPreview()).isEqualTo("中秋好礼");
        assertThat(mail.headers()).startsWith("Message-ID").endsWith("boundary=\"b?1\"\r\n");
    }

    @Test
    void readsAPlainMailInQuotedPrintable() {
        SmtpMail mail = read("Subject: x\nContent-Transfer-Encoding: quoted-printable\n\n=E4=B8=AD=\n=E7=A7=8B 1=2=\n");
        assertThat(mail.textPreview()).isEqualTo("中秋 1=2");
        assertThat(mail.key()).isEmpty();
    }

    @Test
    void keepsTheBeginningOfALongText() {
        assertThat(read("Subject: x\n\n" + "y".repeat(20_000)).textPreview()).hasSize(500);
        assertThat(read("Subject: x\nContent-Transfer-Encoding: base64\n\n" + "8J+YgA==".substring(0, 6) + "\n")
                        .textPreview())
                .isEqualTo("😀");
    }

    @ParameterizedTest
    @CsvSource({"=?nonsense?B?5Lit?=", "=?UTF-8?X?5Lit?=", "=?UTF-8?B?5L it?="})
    void leavesWordsAloneThatItCannotRead(String word) {
        assertThat(read("Subject: " + word + "\n\nx").subject()).isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Subject: x", "\n\nx"})
    void isNoMailWithoutHeadersAndText(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsNoTextWhereThereIsNone() {
        assertThat(read("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--\n")
                        .textPreview())
                .isEmpty();
        assertThat(read("Content-Type: multipart/mixed; boundary=b\n\nnothing").textPreview())
                .isEmpty();
    }

    private static SmtpMail read(String mail) {
        return SmtpMail.read(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
