package io.carillon.channel.wechat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.api.impl.WxMpServiceHttpClientImpl;
import me.chanjar.weixin.mp.bean.subscribe.WxMpSubscribeMessage;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;
import me.chanjar.weixin.mp.enums.WxMpApiUrl;
import org.jspecify.annotations.Nullable;

/**
 * WxJava for one account, with the token kept where all processes find it. Nothing is repeated, and one thread at a time asks for a
 * token: whoever needs one meanwhile gets the same answer, also the same failure. Thread-safe.
 */
final class WechatClient {
    private final WechatSettings settings;
    private final WechatTokenStore store;
    private final Config sending;
    private final WxMpServiceHttpClientImpl service;
    private final Config asking;
    private final WxMpServiceHttpClientImpl tokens;
    private final AtomicReference<@Nullable CompletableFuture<WechatTokenStore.Token>> asked = new AtomicReference<>();
    private volatile WechatTokenStore.@Nullable Token current;
    // the token that WeChat took no more last; guarded by this
    private String refused = "";

    WechatClient(WechatSettings settings, WechatTokenStore store) {
        this.settings = settings;
        this.store = store;
        this.sending = new Config(settings, true);
        this.service = service(sending);
        this.asking = new Config(settings, false);
        this.tokens = service(asking);
    }

    private static WxMpServiceHttpClientImpl service(Config config) {
        WxMpServiceHttpClientImpl service = new WxMpServiceHttpClientImpl();
        service.setMaxRetryTimes(0);
        service.setWxMpConfigStorage(config);
        return service;
    }

    /** WxJava's view of the account; its own copy of the token is only the one of this moment. */
    private static final class Config extends WxMpDefaultConfigImpl {
        private static final long serialVersionUID = 1L;

        private final boolean hasToken;
        private transient volatile Duration life = Duration.ZERO;

        /**
         * @param hasToken whether its token counts as good, so that whoever sends never asks for another one
         */
        Config(WechatSettings settings, boolean hasToken) {
            this.hasToken = hasToken;
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
        public boolean isAccessTokenExpired() {
            return !hasToken && super.isAccessTokenExpired();
        }

        @Override
        public synchronized void updateAccessToken(String token, int seconds) {
            life = Duration.ofSeconds(seconds);
            super.updateAccessToken(token, seconds);
        }
    }

    /** Makes sure that there is a token and gives it; whatever this throws, no message has left. */
    WechatTokenStore.Token prepare() throws WxErrorException {
        WechatTokenStore.Token ready = ready();
        if (ready != null) {
            return ready;
        }
        CompletableFuture<WechatTokenStore.Token> own = new CompletableFuture<>();
        CompletableFuture<WechatTokenStore.Token> other = asked.compareAndExchange(null, own);
        if (other == null) {
            ask(own);
        }
        try {
            return (other == null ? own : other).get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof WxErrorException refused) {
                throw refused;
            }
            throw new IllegalStateException("There is no access token to be had", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while it waited for an access token", stopped);
        }
    }

    private WechatTokenStore.@Nullable Token ready() {
        WechatTokenStore.Token token = current;
        return token != null && store.isFresh(token) ? token : null;
    }

    private void ask(CompletableFuture<WechatTokenStore.Token> answer) {
        try {
            WechatTokenStore.Token token = ready();
            answer.complete(token == null ? found() : token);
        } catch (WxErrorException | RuntimeException failed) {
            answer.completeExceptionally(failed);
        } finally {
            asked.set(null);
        }
    }

    private WechatTokenStore.Token found() throws WxErrorException {
        Optional<WechatTokenStore.Token> stored = store.read(tokenKey());
        if (stored.isPresent() && use(stored.get(), false)) {
            return stored.get();
        }
        WechatTokenStore.Token token = fetched();
        use(token, true);
        return token;
    }

    /** An account may be given another app: the token of the one before speaks for that one. */
    private String tokenKey() {
        return settings.account() + "/" + settings.appid();
    }

    /**
     * From now on messages go with this token.
     *
     * @param isNew whether WeChat has just given it; a stored one may have been read a moment before it was refused and dropped
     * @return false where it was refused
     */
    private synchronized boolean use(WechatTokenStore.Token token, boolean isNew) {
        if (!isNew && token.text().equals(refused)) {
            return false;
        }
        sending.setAccessToken(token.text());
        current = token;
        return true;
    }

    private WechatTokenStore.Token fetched() throws WxErrorException {
        asking.expireAccessToken();
        String text;
        try {
            text = tokens.getAccessToken(false);
        } catch (RuntimeException unreadable) {
            // WxJava wraps what happens on the wire; else it could not read the page.
            if (unreadable.getCause() instanceof InterruptedException) {
                throw unreadable;
            }
            throw unreadable.getCause() instanceof IOException broken
                    ? new WxErrorException(broken)
                    : WechatErrors.noToken();
        }
        if (text == null || text.isBlank()) {
            throw WechatErrors.noToken();
        }
        return store.write(tokenKey(), text, asking.life);
    }

    /** Sends; gives WeChat's JSON. */
    String send(WxMpSubscribeMessage message) throws WxErrorException {
        return service.post(WxMpApiUrl.SubscribeMsg.SEND_SUBSCRIBE_MESSAGE_URL, message.toJson());
    }

    /** After WeChat refused this token: the next call gets another, unless somebody else has got one already. */
    void forget(WechatTokenStore.Token bad) {
        synchronized (this) {
            refused = bad.text();
            WechatTokenStore.Token now = current;
            // The same token ends otherwise to the microsecond where it was read, not written.
            if (now != null && now.text().equals(bad.text())) {
                current = null;
            }
        }
        store.drop(tokenKey(), bad);
    }
}
