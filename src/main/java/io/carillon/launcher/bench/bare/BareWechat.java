package io.carillon.launcher.bench.bare;

import java.util.Map;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.util.http.apache.ApacheHttpClientBuilder;
import me.chanjar.weixin.common.util.http.apache.DefaultApacheHttpClientBuilder;
import me.chanjar.weixin.mp.api.impl.WxMpServiceHttpClientImpl;
import me.chanjar.weixin.mp.bean.subscribe.WxMpSubscribeMessage;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;

/** WxJava's subscribe message over its own HTTP client; only the address of the server differs. */
public final class BareWechat extends BareSdk {
    private final WxMpServiceHttpClientImpl service = new WxMpServiceHttpClientImpl();
    private final String template;

    /**
     * @param baseUrl of the sandbox's WeChat
     * @param template that people granted
     */
    public BareWechat(String baseUrl, String appid, String secret, String template) {
        this.template = template;
        WxMpDefaultConfigImpl config = new WxMpDefaultConfigImpl();
        config.setAppId(appid);
        config.setSecret(secret);
        config.setUseStableAccessToken(true);
        config.setHostConfig(new WxMpHostConfig(baseUrl, baseUrl, baseUrl));
        config.setApacheHttpClientBuilder(connections());
        service.setWxMpConfigStorage(config);
    }

    /** WxJava's own builder, whose 10 connections to a host would let some of the threads wait. */
    private static ApacheHttpClientBuilder connections() {
        DefaultApacheHttpClientBuilder builder = DefaultApacheHttpClientBuilder.get();
        builder.setMaxConnPerHost(THREADS);
        builder.setMaxTotalConn(THREADS);
        return builder;
    }

    @Override
    protected void send(String address) throws WxErrorException {
        service.getSubscribeMsgService()
                .send(WxMpSubscribeMessage.builder()
                        .toUser(address)
                        .templateId(template)
                        .dataMap(Map.of("thing1", "中秋好礼", "thing2", "会员，满300减50"))
                        .build());
    }
}
