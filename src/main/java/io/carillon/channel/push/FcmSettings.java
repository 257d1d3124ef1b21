package io.carillon.channel.push;

import com.google.auth.oauth2.ServiceAccountCredentials;
import io.carillon.channel.Mode;
import io.carillon.channel.SettingChecks;
import io.carillon.channel.SettingNames;
import io.carillon.channel.SettingProblem;
import io.carillon.channel.VendorAccount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The settings of an FCM account, read and checked.
 *
 * @param endpoint the whole address that takes messages
 * @param callTimeout the longest one call may take
 * @param concurrency how many lists of messages at the same time pay off
 */
record FcmSettings(URI endpoint, Duration callTimeout, int concurrency, ServiceAccountCredentials credentials) {
    static final SettingNames NAMES =
            SettingNames.of(Set.of("project", "baseUrl", "appReports"), Set.of("serviceAccount"));

    private static final Pattern PROJECT = Pattern.compile("[a-z0-9-]{1,63}");
    private static final Pattern BASE_URL = Pattern.compile("https?://[A-Za-z0-9.:-]{1,260}(/[A-Za-z0-9/_-]{0,200})?");
    private static final String REAL_HOST = "googleapis.com";
    private static final String REAL_BASE_URL = "https://fcm.googleapis.com";
    private static final int LEAST_TIMEOUT_MILLIS = 100;
    /** Leaves room for the end of a call below {@link io.carillon.channel.Sender#CALL_SECONDS}. */
    private static final int MOST_TIMEOUT_MILLIS = 9_500;

    private static final int MOST_CONCURRENCY = 32;
    private static final int USUAL_CONCURRENCY = 8;

    boolean isTls() {
        return endpoint.getScheme().equals("https");
    }

    /** What is wrong. */
    static List<SettingProblem> problems(VendorAccount account) {
        List<SettingProblem> problems = new ArrayList<>();
        Optional<ServiceAccountCredentials> credentials = credentials(account);
        if (credentials.isEmpty()) {
            problems.add(SettingProblem.secret("serviceAccount", "setting.serviceAccount"));
        }
        if (!BASE_URL.matcher(baseUrl(account)).matches()) {
            problems.add(SettingProblem.setting("baseUrl", "setting.url", REAL_BASE_URL));
        } else {
            checkMode(account, credentials, problems);
        }
        if (!PROJECT.matcher(project(account, credentials)).matches()) {
            problems.add(SettingProblem.setting("project", "setting.project"));
        }
        SettingChecks.pace(account, LEAST_TIMEOUT_MILLIS, MOST_TIMEOUT_MILLIS, MOST_CONCURRENCY, problems);
        if (!List.of("true", "false").contains(account.setting("appReports", "true"))) {
            problems.add(SettingProblem.setting("appReports", "setting.choice", "true, false"));
        }
        return problems;
    }

    /** Reads an account in which {@link #problems} finds nothing. */
    static FcmSettings of(VendorAccount account) {
        Optional<ServiceAccountCredentials> credentials = credentials(account);
        return new FcmSettings(
                URI.create(baseUrl(account) + "/v1/projects/" + project(account, credentials) + "/messages:send"),
                Duration.ofMillis(account.number("callTimeoutMillis", MOST_TIMEOUT_MILLIS)),
                account.number("concurrency", USUAL_CONCURRENCY),
                credentials.orElseThrow());
    }

    private static void checkMode(
            VendorAccount account, Optional<ServiceAccountCredentials> credentials, List<SettingProblem> problems) {
        boolean isSandbox = account.mode() == Mode.SANDBOX;
        if (!isSandbox && baseUrl(account).startsWith("http:")) {
            problems.add(SettingProblem.setting("baseUrl", "setting.https"));
        }
        if (isSandbox && isReal(URI.create(baseUrl(account)))) {
            problems.add(SettingProblem.setting("baseUrl", "setting.sandboxServer"));
        }
        boolean isRealToken =
                credentials.map(known -> isReal(known.getTokenServerUri())).orElse(false);
        if (isSandbox && isRealToken) {
            problems.add(SettingProblem.secret("serviceAccount", "setting.sandboxTokenUri"));
        }
    }

    private static boolean isReal(URI uri) {
        String host = Objects.requireNonNullElse(uri.getHost(), "");
        return host.equals(REAL_HOST) || host.endsWith("." + REAL_HOST);
    }

    private static Optional<ServiceAccountCredentials> credentials(VendorAccount account) {
        String json = account.secret("serviceAccount", "");
        if (json.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ServiceAccountCredentials.fromStream(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException | RuntimeException notAKey) {
            // Its message may quote the key.
            return Optional.empty();
        }
    }

    private static String project(VendorAccount account, Optional<ServiceAccountCredentials> credentials) {
        String project = account.setting("project", "");
        return project.isEmpty()
                ? credentials.map(ServiceAccountCredentials::getProjectId).orElse("")
                : project;
    }

    private static String baseUrl(VendorAccount account) {
        return account.setting("baseUrl", REAL_BASE_URL).replaceFirst("/+$", "");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "FcmSettings[" + endpoint + "]";
    }
}
