package io.carillon.launcher.bench.bare;

import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.type.PhoneNumber;
import java.net.URI;

/**
 * {@code Message.creator(…).create(client)} over the SDK's own HTTP client, which keeps up to 20 connections to a server, more than there
 * are threads here; only the address of the server differs.
 */
public final class BareTwilio extends BareSdk {
    private static final String TEXT = "Dear member, 50 off 300, three days only. Reply STOP to opt out";

    private final TwilioRestClient client;
    private final PhoneNumber from;

    /**
     * @param baseUrl of the sandbox's Twilio
     * @param from the sandbox's number
     */
    public BareTwilio(String baseUrl, String sid, String token, String from) {
        this.from = new PhoneNumber(from);
        this.client = new TwilioRestClient.Builder(sid, token)
                .accountSid(sid)
                .httpClient(new Elsewhere(baseUrl))
                .build();
    }

    @Override
    protected void send(String address) {
        Message.creator(new PhoneNumber(address), from, TEXT).create(client);
    }

    /** The SDK's client, which knows no other server than Twilio's. */
    private static final class Elsewhere extends NetworkHttpClient {
        private final String baseUrl;

        Elsewhere(String baseUrl) {
            this.baseUrl = baseUrl;
        }

        @Override
        public Response makeRequest(Request request) {
            Request moved = new Request(
                    request.getMethod(), baseUrl + URI.create(request.getUrl()).getRawPath());
            request.getPostParams().forEach((name, values) -> values.forEach(value -> moved.addPostParam(name, value)));
            request.getHeaderParams()
                    .forEach((name, values) -> values.forEach(value -> moved.addHeaderParam(name, value)));
            moved.setContentType(request.getContentType());
            moved.setAuth(request.getUsername(), request.getPassword());
            return super.makeRequest(moved);
        }
    }
}
