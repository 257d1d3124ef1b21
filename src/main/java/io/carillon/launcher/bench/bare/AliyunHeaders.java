package io.carillon.launcher.bench.bare;

import com.aliyun.openapiutil.Client;
import com.aliyun.tea.TeaRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The headers of a call to Aliyun, signed by its own library.
 *
 * <p>Source: <a href="https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature">V3 request structure and
 * signature</a>.
 */
public record AliyunHeaders(String host, String keyId, String keySecret) {
    private static final String ALGORITHM = "ACS3-HMAC-SHA256";

    /** Of a POST of a form to the root. */
    public Map<String, String> of(String action, byte[] form) {
        try {
            String hash = HexFormat.of().formatHex(Client.hash(form, ALGORITHM));
            Map<String, String> headers = unsigned(action, hash);
            TeaRequest request = new TeaRequest();
            request.method = "POST";
            request.pathname = "/";
            request.headers = headers;
            headers.put("Authorization", Client.getAuthorization(request, ALGORITHM, hash, keyId, keySecret));
            return headers;
        } catch (Exception impossible) {
            throw new IllegalStateException("A request of our own cannot be signed", impossible);
        }
    }

    private Map<String, String> unsigned(String action, String bodyHash) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("host", host);
        headers.put("content-type", "application/x-www-form-urlencoded");
        headers.put("x-acs-action", action);
        headers.put("x-acs-version", "2017-05-25");
        headers.put("x-acs-date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        headers.put("x-acs-signature-nonce", UUID.randomUUID().toString());
        headers.put("x-acs-content-sha256", bodyHash);
        return headers;
    }
}
