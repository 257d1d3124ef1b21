package io.carillon.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stages at servers that take commands together (RFC 2920), and what is peculiar to these. */
class SmtpPipeliningTest extends SmtpStagesTest {
    private static final SendResult TAKEN = new SendResult.Accepted(null);
    private static final SendResult NOBODY = new SendResult.Refused(Reason.MAILBOX_UNKNOWN, "550 5.1.1");

    @Override
    String polite(String line) {
        return line.startsWith("EHLO") ? "250-test\r\n250-PIPELINING\r\n250 SIZE 1000000" : super.polite(line);
    }

    private List<String> verbs() {
        return server().lines().stream().map(line -> line.split("[ :]", 2)[0]).toList();
    }

    @Test
    void recipientAndDataLeaveBeforeTheSenderIsAnswered() throws IOException {
        // Says nothing before DATA has come too.
        start(line -> line.startsWith("MAIL") || line.startsWith("RCPT")
                ? ScriptedServer.SILENCE
                : line.equals("DATA") ? "250 sender\r\n250 recipient\r\n354 go on" : polite(line));

        assertThat(send(1)).containsExactly(TAKEN);
        assertThat(verbs()).containsSubsequence("MAIL", "RCPT", "DATA", ".").doesNotContain("RSET");
    }

    @Test
    void oneAfterTheOtherWhereTheServerDoesNotOfferIt() throws IOException {
        start(line -> line.startsWith("MAIL") ? ScriptedServer.SILENCE : super.polite(line));

        assertThat(send(1).get(0)).isInstanceOf(SendResult.NotSent.class);
        assertThat(verbs()).contains("MAIL").doesNotContain("RCPT", "DATA");
    }

    @ParameterizedTest
    @CsvSource({"503 5.5.1 no recipients", "554 5.5.1 no valid recipients", "451 4.3.0 later"})
    void aRefusedRecipientLeavesTheNextMailInStep(String toData) throws IOException {
        AtomicInteger refused = new AtomicInteger();
        start(line -> {
            if (line.startsWith("RCPT TO:<p2@")) {
                refused.set(1);
                return "550 5.1.1 nobody";
            }
            return line.equals("DATA") && refused.getAndSet(0) == 1 ? toData : polite(line);
        });

        assertThat(send(3)).containsExactly(TAKEN, NOBODY, TAKEN);
        assertThat(server().connections()).isEqualTo(1);
        assertThat(verbs()).filteredOn("."::equals).hasSize(2);
    }

    @Test
    void aServerThatWaitsForTheTextOfARefusedMailGetsNone() throws IOException {
        AtomicInteger refused = new AtomicInteger();
        start(line -> {
            if (line.startsWith("RCPT TO:<p2@")) {
                refused.set(2);
                return "550 5.1.1 nobody";
            }
            if (line.equals(".") && refused.get() == 2) {
                refused.set(0);
                return "554 5.5.1 no valid recipients";
            }
            // DATA is taken although nobody is to get it.
            return polite(line);
        });

        assertThat(send(3)).containsExactly(TAKEN, NOBODY, TAKEN);
        assertThat(server().connections()).isEqualTo(1);
        assertThat(verbs())
                .containsSubsequence(
                        "MAIL", "RCPT", "DATA", ".", "MAIL", "RCPT", "DATA", ".", "RSET", "MAIL", "RCPT", "DATA");
    }

    @Test
    void aRefusedSenderLeavesTheNextMailInStep() throws IOException {
        AtomicInteger mails = new AtomicInteger();
        start(line -> {
            if (line.startsWith("MAIL")) {
                mails.incrementAndGet();
            }
            boolean isSecond = mails.get() == 2;
            return isSecond && line.startsWith("MAIL")
                    ? "452 4.3.1 no room"
                    : isSecond && (line.startsWith("RCPT") || line.equals("DATA"))
                            ? "503 5.5.1 sender first"
                            : polite(line);
        });

        List<SendResult> results = send(3);

        assertThat(results.get(0)).isEqualTo(TAKEN);
        assertThat(results.get(1)).isInstanceOf(SendResult.NotSent.class);
        assertThat(results.get(2)).isEqualTo(TAKEN);
        assertThat(server().connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {ScriptedServer.SILENCE, ScriptedServer.CLOSE})
    void aNoToTheRecipientIsHeardWhateverTheServerDoesThen(String then) throws IOException {
        start(line -> line.startsWith("RCPT TO:<p1@") ? "550 5.1.1 nobody" : line.equals("DATA") ? then : polite(line));

        assertThat(send(1)).containsExactly(NOBODY);
    }

    @Test
    void asksForReportsOfFailuresWhereTheServerCan() throws IOException {
        start(line -> line.startsWith("EHLO") ? "250-test\r\n250-DSN\r\n250 PIPELINING" : polite(line));

        assertThat(send(2)).containsExactly(TAKEN, TAKEN);
        assertThat(server().lines())
                .contains(
                        "RCPT TO:<p1@customer.example> NOTIFY=FAILURE", "RCPT TO:<p2@customer.example> NOTIFY=FAILURE")
                .doesNotContain("RSET");
    }
}
