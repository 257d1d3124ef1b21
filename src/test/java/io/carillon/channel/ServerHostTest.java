package io.carillon.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an account's server may be: the ways in which somebody would make Carillon call what only it can reach. */
class ServerHostTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "169.254.169.254:80",
                "http://[fe80::1]/",
                "https://[2002:a9fe:a9fe::]/",
                "https://[2001:0:a9fe:a9fe::1]/",
                "http://[::ffff:169.254.169.254]/",
                "http://metadata.google.internal/computeMetadata/v1/",
                "http://METADATA.google.internal./",
                "100.100.100.200",
                "http://[fd00:ec2::254]/latest",
                "0.0.0.0:25",
                "http://[::]/",
                "224.0.0.1",
                "255.255.255.255",
                "0.1.2.3",
                "240.0.0.1",
                "http://254.1.2.3/",
                "http://[::ffff:240.0.0.1]/",
                "192.0.0.192",
                "http://[64:ff9b::10.0.0.1]/",
                "http://[64:ff9b::6440:1]/",
                "http://[64:ff9b:1::a00:1]/"
            })
    void nobodysServersAreForbiddenToAll(String setting) {
        assertThat(ServerHost.of(setting))
                .hasValueSatisfying(host -> assertThat(host.isForbidden()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2852039166/",
                "http://0xa9fea9fe/",
                "http://0251.0376.0251.0376/",
                "http://127.1/",
                "http://169.254.43518/",
                "1.2.3.256",
                "127.0.0.01:80",
                "http://user@169.254.169.254/",
                "http://shop.example:65536/api",
                "https://shop.example:99999/",
                "http://shop.example:0/",
                "shop.example:99999",
                "shop.example:0",
                "http://user:secret@shop.example/",
                "http://",
                "/etc/passwd",
                "-1",
                "shop.-a.example:25",
                "mail..example",
                "shop!.example",
                "http://a b/",
                ""
            })
    void oddSpellingsAreNoServers(String setting) {
        assertThat(ServerHost.of(setting)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8090/twilio",
                "http://localhost/",
                "127.0.0.1:8091",
                "localhost",
                "::1",
                "http://[::1]:8090/",
                "http://sandbox:8090/fcm",
                "10.1.2.3",
                "192.168.0.10:25",
                "172.16.0.1",
                "http://[fd12::1]/",
                "100.64.0.1:443",
                "https://100.127.255.254/",
                "http://[::ffff:100.64.0.1]/",
                "198.18.0.1",
                "http://198.19.255.254/",
                "http://[::ffff:c612:1]/",
                "relay.internal",
                "https://vault.platform.svc/",
                "https://VAULT.platform.SVC./",
                "nas.lan",
                "build.corp",
                "https://router.home.arpa/",
                "printer.home",
                "wiki.intranet",
                "db.private",
                "box.localdomain",
                "web.service.consul",
                "shop.test",
                "no-such-host.invalid"
            })
    void knowsItsOwnMachineAndNetwork(String setting) {
        assertThat(ServerHost.of(setting)).hasValueSatisfying(host -> {
            assertThat(host.isHere()).isTrue();
            assertThat(host.isForbidden()).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.twilio.com",
                "dysmsapi.aliyuncs.com",
                "http://8.8.8.8/",
                "https://127.0.0.1.attacker.com/",
                "https://localhost.attacker.com/",
                "http://172.32.0.1/",
                "100.63.255.255",
                "100.128.0.1",
                "198.17.255.255",
                "198.20.0.1",
                "192.0.1.1",
                "223.255.255.254",
                "https://api.svc.shop.com/",
                "https://lan.cn/",
                "短信.example.cn",
                "mail_relay-2.shop.cn:25",
                "http://[2001:db8::1]/"
            })
    void takesTheRestForStrangers(String setting) {
        assertThat(ServerHost.of(setting)).hasValueSatisfying(host -> {
            assertThat(host.isHere()).isFalse();
            assertThat(host.isForbidden()).isFalse();
        });
    }
}
