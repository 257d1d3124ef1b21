package io.carillon.channel.wechat;

import java.time.Duration;
import me.chanjar.weixin.common.util.http.apache.ApacheHttpClientBuilder;
import org.apache.http.client.HttpRequestRetryHandler;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.conn.ConnectionKeepAliveStrategy;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/**
 * The HTTP client that WxJava uses for one account: finite time-outs, as many connections as threads, no repeats and no
 * redirects. What WxJava would set on its own builder (proxy, retries) does not apply here.
 */
final class WechatHttp implements ApacheHttpClientBuilder {
    private static final int MOST_CONNECT_MILLIS = 3_000;

    private final Duration timeout;
    private final int connections;

    WechatHttp(Duration timeout, int connections) {
        this.timeout = timeout;
        this.connections = connections;
    }

    @Override
    public CloseableHttpClient build() {
        int millis = (int) timeout.toMillis();
        RequestConfig times = RequestConfig.custom()
                .setConnectTimeout(Math.min(millis, MOST_CONNECT_MILLIS))
                .setConnectionRequestTimeout(Math.min(millis, MOST_CONNECT_MILLIS))
                .setSocketTimeout(millis)
                .setRedirectsEnabled(false)
                .build();
        return HttpClients.custom()
                .setDefaultRequestConfig(times)
                .setMaxConnPerRoute(connections)
                .setMaxConnTotal(connections)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .build();
    }

    @Override
    public ApacheHttpClientBuilder httpProxyHost(String host) {
        return this;
    }

    @Override
    public ApacheHttpClientBuilder httpProxyPort(int port) {
        return this;
    }

    @Override
    public ApacheHttpClientBuilder httpProxyUsername(String user) {
        return this;
    }

    @Override
    public ApacheHttpClientBuilder httpProxyPassword(String password) {
        return this;
    }

    @Override
    public ApacheHttpClientBuilder httpRequestRetryHandler(HttpRequestRetryHandler handler) {
        return this;
    }

    @Override
    public ApacheHttpClientBuilder keepAliveStrategy(ConnectionKeepAliveStrategy strategy) {
        return this;
    }

    @Override
    public ApacheHttpClientBuilder sslConnectionSocketFactory(SSLConnectionSocketFactory factory) {
        return this;
    }
}
