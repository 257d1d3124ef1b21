package io.carillon.sandbox;

import java.util.Map;

/** One POST to Carillon. */
record HookCall(String url, Map<String, String> headers, String contentType, byte[] body) {}
