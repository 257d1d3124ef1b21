package io.carillon.channel.email;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Reads Jakarta Mail's exceptions: what a failure means, told from the server's answer or from the stage it came in. */
final class SmtpFailure {
    private SmtpFailure() {}

    /** Why no connection could be opened. Nothing was sent. */
    static SendResult opening(Exception failure, StagedTransport transport) {
        if (isTlsTrouble(failure)) {
            return new SendResult.Blocked(Reason.ACCOUNT_SETTING, "tls");
        }
        SmtpReply reply = SmtpReply.of(transport.getLastReturnCode(), response(transport));
        boolean isLogin = transport.stage() == SmtpStage.AUTH || has(failure, AuthenticationFailedException.class);
        if (reply.isNo() && !hasNetworkTrouble(failure)) {
            return SmtpErrors.result(isLogin ? SmtpStage.AUTH : SmtpStage.CONNECT, reply);
        }
        // Code 250 is of EHLO: there was no AUTH to answer. Without any code the connection ended.
        if (has(failure, AuthenticationFailedException.class) && reply.code() == 250) {
            return new SendResult.Blocked(Reason.CREDENTIALS, "auth");
        }
        if (isWithoutStartTls(failure, transport, reply)) {
            return new SendResult.Blocked(Reason.ACCOUNT_SETTING, "starttls");
        }
        return new SendResult.NotSent(Reason.VENDOR_DOWN, "connect", null);
    }

    /** What became of a mail that failed on an open connection. */
    static SendResult sending(Exception failure, SmtpStage stage, boolean isTimedOut) {
        SmtpReply reply = reply(failure);
        if (reply != null) {
            return SmtpErrors.result(stage, reply);
        }
        if (stage != SmtpStage.HANDED_OVER) {
            return new SendResult.NotSent(Reason.VENDOR_DOWN, "connection", null);
        }
        boolean isTimeOut = isTimedOut || has(failure, SocketTimeoutException.class);
        return new SendResult.Unknown(isTimeOut ? Reason.TIME_OUT : Reason.CONNECTION_LOST, "");
    }

    /** The server's no to the sender, the recipient or the mail; null when it gave none. */
    private static @Nullable SmtpReply reply(Exception failure) {
        SmtpReply found = null;
        for (Throwable each : chain(failure)) {
            SmtpReply reply = replyOf(each);
            // The address' own answer stands behind the exception for the whole mail and is the nearer one.
            if (reply != null && reply.isNo() && (found == null || each instanceof SMTPAddressFailedException)) {
                found = reply;
            }
        }
        return found;
    }

    private static @Nullable SmtpReply replyOf(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        if (failure instanceof SMTPAddressFailedException address) {
            return SmtpReply.of(address.getReturnCode(), text);
        } else if (failure instanceof SMTPSenderFailedException sender) {
            return SmtpReply.of(sender.getReturnCode(), text);
        } else if (failure instanceof SMTPSendFailedException mail) {
            return SmtpReply.of(mail.getReturnCode(), text);
        }
        return null;
    }

    private static boolean isWithoutStartTls(Exception failure, StagedTransport transport, SmtpReply reply) {
        return transport.getRequireStartTLS()
                && reply.code() == 250
                && !hasNetworkTrouble(failure)
                && !transport.supportsExtension("STARTTLS");
    }

    private static boolean isTlsTrouble(Exception failure) {
        return has(failure, SSLException.class) && !hasNetworkTrouble(failure);
    }

    private static boolean hasNetworkTrouble(Exception failure) {
        return has(failure, SocketException.class)
                || has(failure, SocketTimeoutException.class)
                || has(failure, EOFException.class);
    }

    private static boolean has(Exception failure, Class<? extends Throwable> type) {
        return chain(failure).stream().anyMatch(type::isInstance);
    }

    /** The failure with its causes and what Jakarta Mail hangs on as next. */
    private static Set<Throwable> chain(Exception failure) {
        Set<Throwable> seen = new HashSet<>();
        collect(failure, seen);
        return seen;
    }

    private static void collect(@Nullable Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return;
        }
        collect(failure.getCause(), seen);
        if (failure instanceof MessagingException mail) {
            collect(mail.getNextException(), seen);
        }
    }

    private static String response(StagedTransport transport) {
        return String.valueOf(transport.getLastServerResponse());
    }
}
