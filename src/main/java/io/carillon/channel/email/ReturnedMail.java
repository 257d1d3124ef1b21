package io.carillon.channel.email;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.jspecify.annotations.Nullable;

/** A mail that came to a return path, taken apart as far as bounces and complaints need. Immutable once parsed. */
final class ReturnedMail {
    private static final Session SESSION = Session.getInstance(new Properties());
    // How much of a part without structure is searched for a status code.
    private static final int MOST_TEXT = 64 * 1024;
    // A report has three parts (RFC 6522); some servers add a few.
    private static final int MOST_PARTS = 20;
    // The library's time grows with the square of the parts; the returned mail may have some of its own, and
    // signatures.
    private static final int MOST_BOUNDARIES = 1_000;
    private static final String[] RECIPIENT_HEADERS = {
        "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Original-Recipient"
    };
    private static final String[] ORIGINAL_HEADERS = {"Return-Path", "Message-ID"};

    private final MimeMessage mail;
    private final List<String> places = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable DeliveryStatus deliveryStatus;
    private @Nullable InternetHeaders feedback;
    private boolean isReadingReceipt;

    private ReturnedMail(MimeMessage mail) {
        this.mail = mail;
    }

    /**
     * Takes a mail apart.
     *
     * @throws MessagingException when it is none
     */
    static ReturnedMail parse(byte[] bytes) throws MessagingException, IOException {
        MimeMessage mail = new MimeMessage(SESSION, new ByteArrayInputStream(bytes));
        if (!mail.getAllHeaderLines().hasMoreElements()) {
            throw new MessagingException("There are no headers");
        }
        if (boundaries(bytes) > MOST_BOUNDARIES) {
            throw new MessagingException("There are more than " + MOST_BOUNDARIES + " lines like boundaries");
        }
        ReturnedMail returned = new ReturnedMail(mail);
        returned.addPlaces(mail::getHeader, RECIPIENT_HEADERS);
        returned.walk();
        // Last, for servers that quote the returned mail as text.
        returned.places.add(new String(bytes, StandardCharsets.ISO_8859_1));
        return returned;
    }

    /** Lines that begin as a boundary does. */
    private static int boundaries(byte[] bytes) {
        int found = 0;
        for (int i = 2; i < bytes.length; i++) {
            if (bytes[i] == '-' && bytes[i - 1] == '-' && (bytes[i - 2] == '\n' || bytes[i - 2] == '\r')) {
                found++;
            }
        }
        return found;
    }

    /** Where our key may stand, the most telling first. */
    List<String> places() {
        return places;
    }

    /** Whether the person called the mail unwanted. */
    boolean isComplaint() {
        // The registry's other types (RFC 5965 7.3, RFC 6430) call it wanted or speak of something else.
        String type = feedback == null ? "" : String.valueOf(feedback.getHeader("Feedback-Type", null));
        return List.of("abuse", "fraud", "opt-out", "other", "virus")
                .contains(type.strip().toLowerCase(Locale.ROOT));
    }

    /** The failure it tells of; empty when it is something else, or the mail may still arrive. */
    Optional<Bounce> bounce() {
        if (feedback != null || isReadingReceipt) {
            return Optional.empty();
        }
        return deliveryStatus != null ? BounceStatus.of(deliveryStatus) : BounceText.in(this::header, text);
    }

    /** When it was written, if it says so. */
    Optional<Instant> writtenAt() {
        try {
            return Optional.ofNullable(mail.getSentDate()).map(Date::toInstant);
        } catch (MessagingException unreadable) {
            return Optional.empty();
        }
    }

    private void walk() throws MessagingException, IOException {
        if (!mail.isMimeType("multipart/*")) {
            addText(mail);
            return;
        }
        Multipart parts = new MimeMultipart(new ByteArrayDataSource(mail.getRawInputStream(), mail.getContentType()));
        for (int i = 0; i < Math.min(parts.getCount(), MOST_PARTS); i++) {
            look(parts.getBodyPart(i));
        }
    }

    // Parts are told apart by type and read as streams: no data handlers, which would depend on the class path.
    private void look(BodyPart part) throws MessagingException, IOException {
        switch (type(part)) {
            case "message/delivery-status", "message/global-delivery-status" ->
                deliveryStatus = new DeliveryStatus(content(part));
            case "message/disposition-notification", "message/global-disposition-notification" ->
                isReadingReceipt = true;
            case "message/feedback-report" -> {
                feedback = new InternetHeaders(content(part));
                addPlaces(feedback::getHeader, "Original-Mail-From");
            }
            case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers" ->
                addPlaces(new InternetHeaders(content(part))::getHeader, ORIGINAL_HEADERS);
            default -> addText(part);
        }
    }

    /** The content of a message part, which the library leaves encoded as no such part may be (RFC 2045 6.4); some are. */
    private static InputStream content(BodyPart part) throws MessagingException, IOException {
        if (!(part instanceof MimeBodyPart body)) {
            return part.getInputStream();
        }
        byte[] raw = body.getRawInputStream().readAllBytes();
        InputStream plain = new ByteArrayInputStream(raw);
        String encoding = body.getEncoding();
        if ("quoted-printable".equalsIgnoreCase(encoding)) {
            return MimeUtility.decode(plain, encoding);
        }
        // Headers have colons and base64 has none: some parts are only said to be encoded.
        boolean isEncoded =
                "base64".equalsIgnoreCase(encoding) && new String(raw, StandardCharsets.ISO_8859_1).indexOf(':') < 0;
        return isEncoded ? MimeUtility.decode(plain, encoding) : plain;
    }

    private void addText(Part part) throws MessagingException, IOException {
        if (type(part).startsWith("text/") && text.length() < MOST_TEXT) {
            byte[] start = part.getInputStream().readNBytes(MOST_TEXT);
            text.append(new String(start, StandardCharsets.ISO_8859_1)).append('\n');
        }
    }

    private void addPlaces(HeaderSource source, String... names) throws MessagingException {
        for (String name : names) {
            String[] values = source.get(name);
            if (values != null) {
                places.addAll(Arrays.asList(values));
            }
        }
    }

    private String header(String name) {
        try {
            String value = mail.getHeader(name, ",");
            return value == null ? "" : MimeUtility.decodeText(MimeUtility.unfold(value));
        } catch (MessagingException | UnsupportedEncodingException unreadable) {
            return "";
        }
    }

    private static String type(Part part) throws MessagingException {
        try {
            return new ContentType(part.getContentType()).getBaseType().toLowerCase(Locale.ROOT);
        } catch (ParseException unreadable) {
            return "text/plain";
        }
    }

    @FunctionalInterface
    private interface HeaderSource {
        String @Nullable [] get(String name) throws MessagingException;
    }
}
