package io.carillon.channel.wechat;

import io.carillon.channel.HookRequest;
import io.carillon.channel.VendorAccount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import me.chanjar.weixin.common.util.crypto.SHA1;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Text;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * What WeChat wraps its events in: a signature over token, time, nonce and cipher text, and AES with the account's key. Only
 * the safe mode is taken: in the plain one the signature does not cover the body.
 *
 * <p>Source: <a
 * href="https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Message_encryption_and_decryption_instructions.html">
 * encryption and decryption</a>.
 */
final class WechatEnvelope {
    /** WeChat repeats an event within 15 s; what is signed for long ago is a recording. */
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private static final int VECTOR_BYTES = 16;
    private static final int RANDOM_BYTES = 16;

    private final Clock clock;

    WechatEnvelope(Clock clock) {
        this.clock = clock;
    }

    /** Whether WeChat asks if we are who we should be; signed over token, time and nonce alone. */
    boolean isSignedCheck(HookRequest request, VendorAccount account) {
        return isRecent(request)
                && isEqual(
                        request.queryParameter("signature"),
                        SHA1.gen(
                                account.secret(WechatSettings.TOKEN),
                                request.queryParameter("timestamp"),
                                request.queryParameter("nonce")));
    }

    /** The cipher text in the body; empty if the body is not such XML. */
    static Optional<String> cipherText(byte[] body) {
        return parse(body).map(xml -> text(xml, "Encrypt")).filter(text -> !text.isEmpty());
    }

    /** Whether the cipher text is signed by whoever knows the account's token, not long ago. */
    boolean isSigned(HookRequest request, VendorAccount account, String cipherText) {
        return isRecent(request)
                && isEqual(
                        request.queryParameter("msg_signature"),
                        SHA1.gen(
                                account.secret(WechatSettings.TOKEN),
                                request.queryParameter("timestamp"),
                                request.queryParameter("nonce"),
                                cipherText));
    }

    /** The event inside; empty if it was made with another key or for another account, or is no XML. */
    static Optional<Element> open(VendorAccount account, String cipherText) {
        return decrypt(account, cipherText).flatMap(WechatEnvelope::parse);
    }

    /**
     * 16 random bytes, the length of the text, the text, and the AppID. WxJava opens this too, but does not look at the AppID, so
     * that another account's event would be taken where two accounts were given the same key.
     */
    private static Optional<byte[]> decrypt(VendorAccount account, String cipherText) {
        byte[] key = Base64.getDecoder().decode(account.secret(WechatSettings.AES_KEY) + "=");
        try {
            Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
            aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, VECTOR_BYTES));
            ByteBuffer plain = ByteBuffer.wrap(aes.doFinal(Base64.getDecoder().decode(cipherText)));
            plain.limit(plain.limit() - plain.get(plain.limit() - 1));
            byte[] text = new byte[Math.min(plain.position(RANDOM_BYTES).getInt(), plain.remaining())];
            byte[] appid = new byte[plain.get(text).remaining()];
            plain.get(appid);
            return MessageDigest.isEqual(appid, account.scope().getBytes(StandardCharsets.UTF_8))
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (GeneralSecurityException | RuntimeException otherKey) {
            return Optional.empty();
        }
    }

    /** The text of the first child of that name, empty if there is none. */
    static String text(Element parent, String name) {
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && child.getTagName().equals(name)) {
                return ownText(child).strip();
            }
        }
        return "";
    }

    /** What stands right in the element. Not what is nested in it: the library would go down there with a call for each step. */
    private static String ownText(Element element) {
        StringBuilder text = new StringBuilder();
        for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Text part) {
                text.append(part.getData());
            }
        }
        return text.toString();
    }

    private boolean isRecent(HookRequest request) {
        String timestamp = request.queryParameter("timestamp");
        return SECONDS.matcher(timestamp).matches()
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant())
                                .abs()
                                .compareTo(OLDEST)
                        <= 0;
    }

    private static boolean isEqual(String given, String right) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Element> parse(byte[] xml) {
        try {
            Document document = builder().parse(new ByteArrayInputStream(xml));
            return Optional.of(document.getDocumentElement());
        } catch (SAXException | IOException notXml) {
            return Optional.empty();
        }
    }

    /** Without document types there are no entities to expand and no files to read. */
    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Quiet());
            return builder;
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("The JDK's own XML parser lacks a feature it has", impossible);
        }
    }

    /** The parser would print what strangers send to standard error. */
    private static final class Quiet implements ErrorHandler {
        @Override
        public void warning(SAXParseException ignored) {}

        @Override
        public void error(SAXParseException broken) throws SAXParseException {
            throw broken;
        }

        @Override
        public void fatalError(SAXParseException broken) throws SAXParseException {
            throw broken;
        }
    }
}
