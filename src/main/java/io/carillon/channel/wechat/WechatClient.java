package io.carillon.channel.wechat;

import java.time.Duration;
import java.util.Optional;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.api.impl.WxMpServiceHttpClientImpl;
import me.chanjar.weixin.mp.bean.subscribe.WxMpSubscribeMessage;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;
import me.chanjar.weixin.mp.enums.WxMpApiUrl;

/**
 * WxJava for one account, with the token kept where all processes find it. Nothing is repeated: neither on errors, nor with a
 * fresh token after one was refused. Thread-safe.
 */
final class WechatClient {
    private final WechatSettings settings;
    private final WechatTokenStore store;
    private final WxMpServiceHttpClientImpl service = new WxMpServiceHttpClientImpl();
    private final Config config;

    WechatClient(WechatSettings settings, WechatTokenStore store) {
        this.settings = settings;
        this.store = store;
        this.config = new Config(settings);
        service.setMaxRetryTimes(0);
        service.setWxMpConfigStorage(config);
    }

    /** WxJava's view of the account; its own copy of the token is only the one of this moment. */
    private static final class Config extends WxMpDefaultConfigImpl {
        private static final long serialVersionUID = 1L;

        private transient volatile WechatTokenStore.Token current;
        private transient volatile Duration life = Duration.ZERO;

        Config(WechatSettings settings) {
            setAppId(settings.appid());
            setSecret(settings.appSecret());
            setUseStableAccessToken(true);
            setMaxRetryTimes(0);
            setApacheHttpClientBuilder(new WechatHttp(settings.callTimeout(), settings.concurrency()));
            setHostConfig(new WxMpHostConfig(settings.baseUrl(), settings.baseUrl(), settings.baseUrl()));
        }

        /** WxJava would send again with a fresh token; whoever claimed the message decides that. */
        @Override
        public boolean autoRefreshToken() {
            return false;
        }

        @Override
        public synchronized void updateAccessToken(String token, int seconds) {
            life = Duration.ofSeconds(seconds);
            super.updateAccessToken(token, seconds);
        }

        void use(WechatTokenStore.Token token) {
            current = token;
            setAccessToken(token.text());
            setExpiresTime(token.until().toEpochMilli());
        }
    }

    /** Makes sure that there is a token; whatever this throws, no message has left. */
    void prepare() throws WxErrorException {
        if (isReady()) {
            return;
        }
        synchronized (config) {
            if (isReady()) {
                return;
            }
            Optional<WechatTokenStore.Token> stored = store.read(settings.account());
            if (stored.isPresent()) {
                config.use(stored.get());
                return;
            }
            config.expireAccessToken();
            String text = service.getAccessToken(false);
            config.use(store.write(settings.account(), text, config.life));
        }
    }

    private boolean isReady() {
        WechatTokenStore.Token token = config.current;
        return token != null && store.isFresh(token);
    }

    /** Sends; gives WeChat's JSON. */
    String send(WxMpSubscribeMessage message) throws WxErrorException {
        return service.post(WxMpApiUrl.SubscribeMsg.SEND_SUBSCRIBE_MESSAGE_URL, message.toJson());
    }

    /** After WeChat refused the token: the next call gets another. */
    void forgetToken() {
        synchronized (config) {
            WechatTokenStore.Token bad = config.current;
            config.current = null;
            if (bad != null) {
                store.drop(settings.account(), bad);
            }
        }
    }
}
