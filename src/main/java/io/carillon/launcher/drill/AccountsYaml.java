package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Path;

/** The accounts file of an installation, as a script would put its accounts in by REST. */
final class AccountsYaml {
    private static final YAMLMapper YAML = new YAMLMapper();

    private AccountsYaml() {}

    /** The accounts, each with its name. */
    static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile()).path("accounts");
        } catch (IOException unreadable) {
            throw new LaunchFailure("The file " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The body of a PUT: without the name, and with settings as texts. */
    static ObjectNode request(JsonNode account) {
        ObjectNode request = account.deepCopy();
        request.remove("name");
        ObjectNode settings = request.putObject("settings");
        account.path("settings")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        return request;
    }
}
